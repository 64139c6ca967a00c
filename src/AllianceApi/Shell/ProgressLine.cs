namespace AllianceApi.Shell;

/// <summary>Shows how far a long command is: one line that is written over on a terminal, a plain line now and then elsewhere.</summary>
internal sealed class ProgressLine(TextWriter output, bool isPlain, TimeProvider clock, int width)
{
    private const int LongestBar = 24;
    private const int ShortestBar = 6;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan EveryPlain = TimeSpan.FromSeconds(5);

    private long _shown;
    private bool _isOpen;

    /// <summary>The line of the console; on the error output, so that what a command gives can be sent elsewhere.</summary>
    public static ProgressLine OfConsole(TimeProvider clock) => new(Console.Error, Console.IsErrorRedirected, clock, Console.IsErrorRedirected ? int.MaxValue : Math.Max(Console.WindowWidth, 20));

    /// <summary>Shows a share from 0 to 1 and what <paramref name="text"/> says, where it is time to.</summary>
    public void Show(double share, Func<string> text)
    {
        if (_shown != 0 && clock.GetElapsedTime(_shown) < (isPlain ? EveryPlain : Every))
        {
            return;
        }

        _shown = clock.GetTimestamp();
        Write(share, text());
    }

    /// <summary>Shows a last time, whole, and leaves the line.</summary>
    public void End(double share, string text)
    {
        Write(share, text);
        Leave();
    }

    /// <summary>Leaves the line as it is.</summary>
    public void Leave()
    {
        if (_isOpen)
        {
            output.WriteLine();
        }

        _isOpen = false;
    }

    private void Write(double share, string text)
    {
        var part = Math.Clamp(share, 0, 1);
        var percent = $"{(int)(part * 100)} %".PadLeft(5);
        if (isPlain)
        {
            output.WriteLine($"{percent}  {text}");
            return;
        }

        var line = $"{Bar(part, width - text.Length - 12)}{percent}  {text}";
        output.Write($"\r{(line.Length < width ? line : line[..(width - 1)])}\u001b[K");
        _isOpen = true;
    }

    // As long as there is room beside the words, which say more.
    private static string Bar(double part, int room)
    {
        var length = Math.Min(room, LongestBar);
        return length < ShortestBar ? "" : $"[{new string('#', (int)(part * length)).PadRight(length, '.')}] ";
    }
}
