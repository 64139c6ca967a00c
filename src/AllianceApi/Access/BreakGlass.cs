using AllianceApi.Hosting;

namespace AllianceApi.Access;

/// <summary>
/// The way for a clinician to read what is another clinician's when it must be: <c>X-Break-Glass</c> with the reason. It opens
/// reading alone, within the organization and as far as the visibility policy allows the clinician of the episode; each look is
/// a row of its own in the audit log, where the privacy officer can ask for them.
/// </summary>
internal static partial class BreakGlass
{
    public const string Header = "X-Break-Glass";

    private const int ShortestReason = 4;
    private const int LongestReason = 500;

    /// <summary>The caller with the reason, or why it is refused. The caller as it is where nobody breaks the glass.</summary>
    public static (Caller Caller, Refusal? Refusal) Of(HttpRequest request, Caller caller, Operation operation)
    {
        if (request.Headers[Header] is not { Count: > 0 } header)
        {
            return (caller, null);
        }

        var reason = header.ToString().Trim();
        if (caller.Role != Role.Clinician)
        {
            return (caller, new Refusal(ProblemType.Forbidden, $"{Header} is for clinicians."));
        }

        if (!AccessRules.MayBreakGlass(operation))
        {
            return (caller, Refusal.Invalid($"header:{Header}", "not-for-reading", $"{Header} opens the reading of one client, episode, response, trend or alert. Leave it out here."));
        }

        return reason.Length is >= ShortestReason and <= LongestReason && !reason.Any(char.IsControl)
            ? (caller with { BreakGlass = reason }, null)
            : (caller, Refusal.Invalid($"header:{Header}", "out-of-range", $"Say why in {ShortestReason} to {LongestReason} characters."));
    }

    /// <summary>Says in the log that it happened; whose data it was stands in the audit log alone.</summary>
    [LoggerMessage(1004, LogLevel.Warning, "The glass was broken by the credential {KeyId}; the audit log says why and whose data was read")]
    public static partial void Broken(ILogger logger, string keyId);
}
