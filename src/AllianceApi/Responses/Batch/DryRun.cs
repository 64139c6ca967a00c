using AllianceApi.Responses.Filing;

namespace AllianceApi.Responses.Batch;

/// <summary>
/// What a dry run would have stored so far: later lines are judged as if it were. It grows with the episodes that the file
/// touches, because nothing of it may go to the store.
/// </summary>
internal sealed class DryRun
{
    private readonly Dictionary<string, EpisodeFile> _episodes = new(StringComparer.Ordinal);

    public EpisodeFile? Find(string episodeId) => _episodes.GetValueOrDefault(episodeId);

    public void Keep(EpisodeFile file) => _episodes[file.Episode.EpisodeId] = file;
}
