using System.Collections.Immutable;
using Alliance.Measurement.Congruence;
using AllianceApi.Storage;

namespace AllianceApi.Trends;

/// <summary>
/// The sessions of an episode that client and therapist both rated. This is where the blind rule lives: what only one of the two
/// has rated never becomes a pair, so nothing made from pairs can tell one person's rating before the other has given theirs.
/// </summary>
internal sealed class RatingPairs
{
    public const string Client = "client";
    public const string Therapist = "therapist";

    private readonly List<(SeriesMember Client, SeriesMember Therapist)> _both;

    private RatingPairs(List<(SeriesMember Client, SeriesMember Therapist)> both) => _both = both;

    /// <summary>Reads the pairs of the two series that <paramref name="key"/> names but for its rater.</summary>
    /// <param name="session">The store.</param>
    /// <param name="organization">The organization.</param>
    /// <param name="key">One of the two series.</param>
    /// <param name="takes">Which responses count; all where null.</param>
    public static RatingPairs Of(Session session, string organization, SeriesKey key, Func<SeriesMember, bool>? takes = null)
    {
        var byTherapist = SeriesStore.Members(session, organization, key with { Rater = Therapist }).Where(m => takes?.Invoke(m) != false).ToDictionary(m => m.Number);
        var byClient = byTherapist.Count == 0 ? [] : SeriesStore.Members(session, organization, key with { Rater = Client }).Where(m => takes?.Invoke(m) != false);
        return new RatingPairs([.. byClient.Where(c => byTherapist.ContainsKey(c.Number)).Select(c => (c, byTherapist[c.Number]))]);
    }

    /// <summary>Whether both ratings of every pair fulfil a condition.</summary>
    public bool All(Func<SeriesMember, bool> fulfils) => _both.TrueForAll(p => fulfils(p.Client) && fulfils(p.Therapist));

    /// <summary>The pairs of one scale by session.</summary>
    /// <param name="scale">Place of the scale in its instrument.</param>
    /// <param name="factor">What brings a mean to the metric of the instrument.</param>
    public ImmutableArray<RatingPair> OnScale(int scale, double factor) =>
    [
        .. from pair in _both
           let client = pair.Client.Mean(scale)
           let therapist = pair.Therapist.Mean(scale)
           where client is not null && therapist is not null
           select new RatingPair((int)pair.Client.Number, client.Value * factor, therapist.Value * factor),
    ];
}
