using AllianceApi.Access;
using AllianceApi.Access.Tokens;
using Microsoft.Extensions.Configuration;

namespace AllianceApi.Tests.Access.Tokens;

/// <summary>An issuer is configured whole, or the service does not start.</summary>
internal sealed class IssuerSettingsTests
{
    private const string Good = "Issuer=https://id.example/;Audience=api";

    [TestCase("", "Issuer is not set")]
    [TestCase("Issuer=https://id.example", "Audience is not set")]
    [TestCase("Issuer=http://id.example;Audience=api", "Issuer must be an https address")]
    [TestCase("Issuer=urn:clinic;Audience=api", "Issuer must be an https address")]
    [TestCase("Issuer=two words;Audience=api", "without spaces")]
    [TestCase("Authority=http://id.example;Issuer=urn:clinic;Audience=api", "Authority must be an https address")]
    [TestCase(Good + ";Jwks=http://id.example/keys", "Jwks must be an https address")]
    [TestCase(Good + ";Jwks=https://a:b@id.example/keys", "Jwks must be an https address")]
    [TestCase(Good + ";AllowHttp=perhaps", "AllowHttp must be true or false")]
    [TestCase(Good + ";Audiance=api", "Audiance is no setting")]
    [TestCase(Good + ";Claims:Rolle=r", "Claims:Rolle is no setting")]
    [TestCase(Good + ";Roles:boss=king", "Roles:boss must be one of admin, integration")]
    [TestCase(Good + ";Organization=a/b", "Organization is no id")]
    [TestCase(Good + ";Organization=a;Claims:Organization=org", "exclude each other")]
    public void WhatIsWrongIsNamed(string settings, string told)
    {
        var fault = Assert.Throws<ConfigurationException>(() => Read(settings));
        Assert.That(fault!.Message, Does.StartWith("Access:Issuers:0:").And.Contain(told).And.Not.Contain("\n"));
    }

    [Test]
    public void AnIssuerStandsThereOnce() =>
        Assert.That(
            () => IssuerSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(Of(0, Good).Concat(Of(1, Good))).Build()),
            Throws.InstanceOf<ConfigurationException>().With.Message.Contains("twice"));

    [Test]
    public void AListIsMeant() =>
        Assert.That(
            () => IssuerSettings.Read(new ConfigurationBuilder().AddInMemoryCollection([new("Access:Issuers", "https://id.example")]).Build()),
            Throws.InstanceOf<ConfigurationException>().With.Message.Contains("is a list"));

    [Test]
    public void WhatIsNotSetHasItsDefault()
    {
        var issuer = Read(Good);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(issuer.Metadata, Is.EqualTo(new Uri("https://id.example/.well-known/openid-configuration")));
            Assert.That((issuer.Organization, issuer.AllowHttp, issuer.Claims.Role), Is.EqualTo(("default", false, "role")));
            Assert.That(issuer.Roles.Keys, Is.EquivalentTo(Roles.Names));
        }
    }

    [Test]
    public void EverythingCanBeSet()
    {
        var issuer = Read("Authority=https://inside.example/realm;Issuer=https://id.example;Audience=api;Claims:Role=realm_access.roles;Claims:Organization=org;Roles:therapist=clinician");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(issuer.Metadata, Is.EqualTo(new Uri("https://inside.example/realm/.well-known/openid-configuration")));
            Assert.That((issuer.Issuer, issuer.Organization, issuer.Claims.Organization, issuer.Claims.Role), Is.EqualTo(("https://id.example", (string?)null, "org", "realm_access.roles")));
            Assert.That(issuer.Roles, Is.EquivalentTo(new Dictionary<string, Role> { ["therapist"] = Role.Clinician }));
        }
    }

    private static IssuerSettings Read(string settings) => IssuerSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(Of(0, settings)).Build()).Single();

    private static IEnumerable<KeyValuePair<string, string?>> Of(int index, string settings) =>
        settings.Split(';').Select(s => s.Split('=', 2)).Select(s => new KeyValuePair<string, string?>($"Access:Issuers:{index}:{(s.Length > 1 ? s[0] : "Audience")}", s.Length > 1 ? s[1] : ""));
}
