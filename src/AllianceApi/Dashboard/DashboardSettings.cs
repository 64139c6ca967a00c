using AllianceApi.Hosting;

namespace AllianceApi.Dashboard;

/// <summary>What the page must know of this deployment before anybody has signed in. It holds no secret: everybody can read it.</summary>
/// <param name="SignIn">Where people sign in besides by a key; null for nowhere.</param>
internal sealed record DashboardSettingsResource(SignInResource? SignIn);

/// <summary>A provider to sign in at, by authorization code with PKCE.</summary>
/// <param name="Name">What the button calls it.</param>
/// <param name="Issuer">What its discovery document must call itself.</param>
/// <param name="Configuration">Where that document lies.</param>
/// <param name="ClientId">What the dashboard is called there.</param>
/// <param name="Scope">The scopes to ask for.</param>
/// <param name="Parameters">What to ask with besides.</param>
internal sealed record SignInResource(string Name, string Issuer, string Configuration, string ClientId, string Scope, IReadOnlyDictionary<string, string> Parameters);

/// <summary>The settings of the dashboard, read once.</summary>
internal sealed class DashboardSettings
{
    private DashboardSettings(SignInSettings? signIn)
    {
        SignIn = signIn;
        var bytes = ApiJson.Bytes(new DashboardSettingsResource(
            signIn is null ? null : new SignInResource(signIn.Name, signIn.Issuer, signIn.Metadata.AbsoluteUri, signIn.ClientId, signIn.Scope, signIn.Parameters)));
        Document = new Rendered(bytes, EntityTag.Of(bytes));
    }

    /// <summary>Where people sign in besides by a key; null for nowhere.</summary>
    public SignInSettings? SignIn { get; }

    /// <summary>What the page reads.</summary>
    public Rendered Document { get; }

    /// <exception cref="Access.ConfigurationException">A setting is wrong.</exception>
    public static DashboardSettings Of(IConfiguration configuration) => new(SignInSettings.Read(configuration));
}
