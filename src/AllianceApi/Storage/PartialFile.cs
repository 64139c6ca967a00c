namespace AllianceApi.Storage;

/// <summary>
/// A file in the making: it stands beside its place under another name, readable by its owner alone, and takes its place only
/// when it is whole. What is not finished is removed.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private readonly string _place;
    private bool _isFinished;

    private PartialFile(string place) => (_place, Path) = (place, place + ".partial");

    public string Path { get; }

    /// <summary>Makes the empty file.</summary>
    /// <exception cref="StoreFileException">Its place is taken, or another one is in the making.</exception>
    public static PartialFile For(string place)
    {
        var file = new PartialFile(place);
        if (File.Exists(file.Path))
        {
            throw new StoreFileException($"{file.Path} is there: another copy is being made, or one was broken off. Delete it if none is.");
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            new FileStream(file.Path, options).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreFileException($"{file.Path} can not be made: {e.Message}");
        }

        return file;
    }

    /// <summary>Gives the file its name, in one step and over nothing.</summary>
    public void Finish()
    {
        try
        {
            File.Move(Path, _place, overwrite: false);
            _isFinished = true;
        }
        catch (IOException e)
        {
            throw new StoreFileException($"{_place} can not be put in place: {e.Message}");
        }
    }

    public void Dispose()
    {
        if (!_isFinished)
        {
            foreach (var end in (string[])["", "-journal", "-wal", "-shm"])
            {
                File.Delete(Path + end);
            }
        }
    }
}
