using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Responses.Filing;
using AllianceApi.Storage;

namespace AllianceApi.Responses.Foreign;

/// <summary>The rule of the business identifier: one identifier is one response, however often and however much at once it is sent.</summary>
internal static class ForeignSubmission
{
    /// <summary>The response that already goes by an identifier of a submission; neither a row nor a refusal where there is none.</summary>
    public static (ResponseRow? Stored, Refusal? Refusal) Find(Session session, Caller caller, ForeignFiling? foreign, string episodeId, Assessment assessment, string rater)
    {
        foreach (var identifier in foreign?.Identifiers ?? [])
        {
            if (ForeignNameStore.Owner(session, caller.Organization, identifier) is not { } id)
            {
                continue;
            }

            if (ResponseStore.Find(session, caller, Operation.WriteResponse, id) is not { } stored)
            {
                return (null, Refusal.NotFound("response"));
            }

            if (identifier == foreign!.Unless || IsSame(session, caller.Organization, stored, assessment.Key(episodeId, rater), assessment.Encoded))
            {
                return (stored, null);
            }

            var detail = $"This identifier belongs to the response {id}, which has other content. Amend that one, or send another identifier.";
            return (null, new Refusal(ProblemType.AlreadyExists, detail) { Existing = stored.Path });
        }

        return (null, null);
    }

    /// <summary>The refusal where an identifier belongs to another response; null where none does.</summary>
    public static Refusal? Taken(Session session, string organization, ForeignFiling? foreign, string responseId) =>
        (foreign?.Identifiers ?? []).Any(i => ForeignNameStore.Owner(session, organization, i) is { } owner && owner != responseId)
            ? new Refusal(ProblemType.AlreadyExists, "The identifier belongs to another response.")
            : null;

    /// <summary>Keeps what came along with a response.</summary>
    public static void Keep(Session session, string organization, ForeignFiling? foreign, string responseId, long revision)
    {
        foreach (var identifier in foreign?.Identifiers ?? [])
        {
            ForeignNameStore.Claim(session, organization, identifier, responseId);
        }

        if (foreign is { Note.IsEmpty: false })
        {
            ForeignNameStore.Save(session, organization, responseId, revision, foreign.Note);
        }
    }

    // What was sent once, and amended or moved since, is still the same submission when it is sent again.
    private static bool IsSame(Session session, string organization, ResponseRow stored, Trends.SeriesKey key, byte[] answers) =>
        ResponseStore.Revisions(session, organization, stored.ResponseId).Prepend(stored).Any(r => r.Key == key && r.Answers.AsSpan().SequenceEqual(answers));
}
