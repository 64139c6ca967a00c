using AllianceApi.Shell;

namespace AllianceApi.Tests.Running;

/// <summary>Commands as they are typed, within this process. The console is one for all, so who uses it must not run beside others.</summary>
internal static class Shell
{
    public static async Task<(int Code, string Output, string Errors)> Type(params string[] words)
    {
        var (console, errors) = (Console.Out, Console.Error);
        using var output = new StringWriter();
        using var mistakes = new StringWriter();
        Console.SetOut(output);
        Console.SetError(mistakes);
        try
        {
            var code = await CommandLine.Run(words).WaitAsync(TimeSpan.FromMinutes(1));
            return (code, output.ToString(), mistakes.ToString());
        }
        finally
        {
            Console.SetOut(console);
            Console.SetError(errors);
        }
    }
}
