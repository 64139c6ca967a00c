using AllianceApi.Access;

namespace AllianceApi.CdsHooks;

/// <summary>What a deployment sets about hooks.</summary>
/// <param name="SmartApp">Launch address of an app that shows the trend within the record system; null to lead to the dashboard.</param>
internal sealed record HookSettings(string? SmartApp)
{
    public static HookSettings Of(IConfiguration configuration)
    {
        if (configuration["CdsHooks:SmartApp"] is not { Length: > 0 } address)
        {
            return new HookSettings((string?)null);
        }

        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.Fragment.Length == 0
            ? new HookSettings(address)
            : throw new ConfigurationException("CdsHooks:SmartApp must be the launch address of an app, such as https://app.example.org/launch.html.");
    }
}
