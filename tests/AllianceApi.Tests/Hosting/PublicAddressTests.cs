using AllianceApi.Access;
using AllianceApi.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace AllianceApi.Tests.Hosting;

/// <summary>Under which address the service goes: what is configured, the nearer setting first, else what the request came to.</summary>
internal sealed class PublicAddressTests
{
    [TestCase(null, null, "http://called.example/base")]
    [TestCase(null, "https://alliance.example/", "https://alliance.example")]
    [TestCase("https://forms.example/x/", "https://alliance.example", "https://forms.example/x")]
    [TestCase("", " ", "http://called.example/base")]
    public void TheNearerSettingWins(string? forms, string? all, string expected)
    {
        var address = PublicAddress.Of(Configured(forms, all), "Invitations:BaseUrl", PublicAddress.Setting);
        var request = new DefaultHttpContext().Request;
        (request.Scheme, request.Host, request.PathBase) = ("http", new HostString("called.example"), "/base");
        Assert.That(address.Of(request), Is.EqualTo(expected));
    }

    [TestCase("alliance.example")]
    [TestCase("ftp://alliance.example")]
    [TestCase("https://alliance.example?x=1")]
    [TestCase("https://alliance.example/#x")]
    public void WhatIsNoAddressStopsTheStart(string setting) => Assert.That(
        () => PublicAddress.Of(Configured(null, setting), "Invitations:BaseUrl", PublicAddress.Setting), Throws.TypeOf<ConfigurationException>().With.Message.Contain("PublicBase"));

    private static IConfigurationRoot Configured(string? forms, string? all) =>
        new ConfigurationBuilder().AddInMemoryCollection([new("Invitations:BaseUrl", forms), new(PublicAddress.Setting, all)]).Build();
}
