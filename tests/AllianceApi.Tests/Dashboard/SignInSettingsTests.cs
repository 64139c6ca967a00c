using AllianceApi.Access;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Dashboard;

/// <summary>What the page is told of a provider to sign in at, and what stops the start.</summary>
internal sealed class SignInSettingsTests
{
    private static readonly Dictionary<string, string?> Whole = new()
    {
        ["Access:Issuers:0:Issuer"] = "https://id.example.org/realms/clinic",
        ["Access:Issuers:0:Audience"] = "alliance-api",
        ["Dashboard:SignIn:ClientId"] = "alliance-dashboard",
        ["Dashboard:SignIn:Name"] = "the clinic",
        ["Dashboard:SignIn:Scope"] = "openid profile",
        ["Dashboard:SignIn:Parameters:audience"] = "alliance-api",
    };

    [Test]
    public async Task The_page_is_told_no_secret_and_may_ask_this_provider_alone()
    {
        await using var service = await RunningService.Start(Whole);
        var nobody = service.Api(null);
        Assert.That((await nobody.Get("/pages/settings.json")).Text, Is.EqualTo(
            """200 {"signIn":{"name":"the clinic","issuer":"https://id.example.org/realms/clinic","configuration":"https://id.example.org/realms/clinic/.well-known/openid-configuration","clientId":"alliance-dashboard","scope":"openid profile","parameters":{"audience":"alliance-api"}}}"""));
        var policy = (await nobody.Get("/")).Headers["Content-Security-Policy"];
        Assert.That(policy, Does.Contain("connect-src 'self' https://id.example.org;").And.Contain("script-src 'self';"));
        Assert.That((await nobody.Get("/f/unknown")).Headers["Content-Security-Policy"], Does.Not.Contain("example.org"), "the client's form asks nobody");
    }

    [TestCase("Dashboard:SignIn:ClientId", null)]
    [TestCase("Dashboard:SignIn:Issuer", "https://another.example.org")]
    [TestCase("Dashboard:SignIn:ClientSecret", "s")]
    [TestCase("Dashboard:SignIn:Parameters:state", "fixed")]
    [TestCase("Access:Issuers:0:Jwks", "https://id.example.org/keys")]
    public void What_is_wrong_stops_the_start(string setting, string? value) =>
        Assert.That(async () => await RunningService.Start(new Dictionary<string, string?>(Whole) { [setting] = value }), Throws.TypeOf<ConfigurationException>().With.Message.Contains("Dashboard:SignIn"));
}
