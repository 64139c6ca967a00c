using System.Text;

namespace AllianceApi.Shell;

/// <summary>
/// What is said when the program breaks: the kinds of the exceptions and the places, never their messages, which may name a value
/// of a client's. Without it the runtime would print them whole.
/// </summary>
internal static class Breakdown
{
    /// <summary>The exit code of a program that broke.</summary>
    public const int Code = 70;

    /// <summary>Ends the program in our own words when one of its threads breaks.</summary>
    public static void Watch() => AppDomain.CurrentDomain.UnhandledException += (_, e) =>
    {
        Console.Error.WriteLine(Told(e.ExceptionObject as Exception));
        Environment.Exit(Code);
    };

    /// <summary>What broke, and where.</summary>
    public static string Told(Exception? exception)
    {
        var told = new StringBuilder("AllianceApi broke where it should not. Tell us these lines; they name no data.");
        for (var e = exception; e is not null; e = e.InnerException)
        {
            told.Append('\n').Append(e.GetType().FullName).Append('\n').Append(e.StackTrace);
        }

        return told.ToString();
    }
}
