namespace AllianceApi.Shell;

/// <summary>The words of a command: options by name, the rest in order. What a command does not take is refused.</summary>
internal sealed class Arguments(IEnumerable<string> words)
{
    private readonly List<string> _words = [.. words];

    /// <summary>Whether a bare option is there; it is taken.</summary>
    public bool Flag(string name) => _words.Remove(name);

    /// <summary>The value of an option, written <c>--name value</c> or <c>--name=value</c>; it is taken.</summary>
    public string? Option(string name)
    {
        var at = _words.FindIndex(w => w == name || w.StartsWith(name + "=", StringComparison.Ordinal));
        if (at < 0)
        {
            return null;
        }

        var word = _words[at];
        _words.RemoveAt(at);
        if (word.Length > name.Length)
        {
            return word[(name.Length + 1)..];
        }

        if (at >= _words.Count || _words[at].StartsWith("--", StringComparison.Ordinal))
        {
            throw new UsageException($"{name} needs a value.");
        }

        var value = _words[at];
        _words.RemoveAt(at);
        return value;
    }

    /// <summary>The next word that is no option; it is taken.</summary>
    public string? Next()
    {
        var at = _words.FindIndex(w => !w.StartsWith('-'));
        if (at < 0)
        {
            return null;
        }

        var word = _words[at];
        _words.RemoveAt(at);
        return word;
    }

    /// <summary>What is left for the configuration (<c>--Name=value</c>); anything else is refused.</summary>
    public string[] Settings()
    {
        if (_words.Find(w => !w.StartsWith("--", StringComparison.Ordinal) || !w.Contains('=', StringComparison.Ordinal)) is { } stray)
        {
            throw new UsageException($"{stray} is not understood.");
        }

        return [.. _words];
    }
}
