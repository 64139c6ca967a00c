using AllianceApi.Access;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Storage;
using AllianceApi.Visibility;

namespace AllianceApi.Trends;

/// <summary>The series of an episode that a caller asks for, with how much of it the caller may see.</summary>
/// <param name="Organization">The organization.</param>
/// <param name="Episode">The episode, within the caller's reach.</param>
/// <param name="Document">The instrument.</param>
/// <param name="Key">The series.</param>
/// <param name="Stamp">Its state.</param>
/// <param name="Sight">What the caller sees of each response.</param>
internal sealed record ChosenSeries(string Organization, EpisodeRow Episode, InstrumentDocument Document, SeriesKey Key, SeriesStamp Stamp, EpisodeSight Sight)
{
    public static (ChosenSeries? Chosen, Refusal? Refusal) Of(
        Session session, InstrumentRegistry instruments, Caller caller, Operation operation, string episodeId, NamedInstrument instrument, string? rater)
    {
        if (EpisodeStore.Find(session, caller, operation, episodeId) is not { } episode)
        {
            return (null, Refusal.NotFound("episode"));
        }

        session.ClientId = episode.ClientId;
        var series = SeriesStore.OfEpisode(session, caller.Organization, episode.EpisodeId);
        var (document, key, refusal) = SeriesChoice.Of(session, instruments, caller.Organization, series, episode, instrument.Id, instrument.Version, rater);
        return refusal is not null
            ? (null, refusal)
            : (new ChosenSeries(caller.Organization, episode, document!, key!, series.Find(r => r.IsOf(key!))?.Stamp ?? default, EpisodeSight.Of(session, caller, episode)), null);
    }

    /// <summary>The series as it stands.</summary>
    public SeenSeries SeenNow(Session session) => SeenSeries.Of(Sight, SeriesStore.Members(session, Organization, Key));

    /// <summary>The series as it could be known at an earlier instant.</summary>
    public SeenSeries SeenAsOf(Session session, DateTimeOffset asOf) => SeenSeries.Of(Sight, SeriesAsOf.Members(session, Organization, Key, asOf));
}
