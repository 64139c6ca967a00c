using System.Collections;
using Alliance.Measurement.Scoring;

namespace AllianceApi.Responses;

/// <summary>
/// Every scale of a form as the API shows it, made when it is looked at: an answer to a submission is written from the score
/// itself, and never looks.
/// </summary>
/// <param name="form">The form.</param>
internal sealed class ShownScores(ResponseScore form) : IReadOnlyList<ScoreResource>
{
    public ResponseScore Form => form;

    public int Count => form.Scales.Length;

    public ScoreResource this[int index] => ScoreResource.Of(form.Scales[index]);

    public IEnumerator<ScoreResource> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
