using AllianceApi.Access.Tokens;

namespace AllianceApi.Tests.Access.Tokens;

/// <summary>What SMART scopes allow, by their own grammar.</summary>
internal sealed class SmartScopesTests
{
    [TestCase("user/Observation.rs", "Observation", "rs")]
    [TestCase("system/*.cruds", "Patient", "cruds")]
    [TestCase("user/*.c", "QuestionnaireResponse", "c")]
    [TestCase("user/*.read", "Patient", "rs")]
    [TestCase("user/*.write", "Patient", "cud")]
    [TestCase("system/Patient.*", "Patient", "cruds")]
    [TestCase("user/Observation.r user/Observation.s", "Observation", "rs")]
    [TestCase("user/Observation.rs", "Patient", "")]
    [TestCase("user/Observation.sr", "Observation", "")]
    [TestCase("user/Observation.rr", "Observation", "")]
    [TestCase("user/Observation.", "Observation", "")]
    [TestCase("user/Observation", "Observation", "")]
    [TestCase("user/.rs", "Observation", "")]
    [TestCase("user/observation.rs", "observation", "")]
    [TestCase("user/Obs*.rs", "Observation", "")]
    [TestCase("user/*.rsx", "Observation", "")]
    [TestCase("user/Observation.rs?", "Observation", "")]
    [TestCase("user/Observation.rs?category=", "Observation", "")]
    [TestCase("user/Observation.rs?category=survey&status=final", "Observation", "")]
    [TestCase("user/Observation.rs?code=1", "Observation", "")]
    [TestCase("patient/Observation.rs", "Observation", "")]
    public void ATypeIsCoveredLetterByLetter(string scope, string type, string letters)
    {
        var scopes = SmartScopes.Of(scope.Split(' '), null)!;
        Assert.That(string.Concat("cruds".Where(l => scopes.For(type, l) is { IsWhole: true })), Is.EqualTo(letters));
        Assert.That(string.Concat("cruds".Where(l => scopes.For(type, l) is not null)), Is.EqualTo(letters));
    }

    [TestCase("openid profile launch offline_access")]
    [TestCase("")]
    [TestCase("users/*.rs")]
    public void WithoutASmartScopeTheRoleAloneDecides(string scope) => Assert.That(SmartScopes.Of(scope.Split(' '), "p"), Is.Null);

    [Test]
    public void PatientScopesBindToThePatientOfTheLaunch()
    {
        var scopes = SmartScopes.Of(["patient/Observation.rs"], "p-1")!;
        var grant = scopes.For("Observation", 'r')!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(grant.IsWhole, Is.False);
            Assert.That(grant.Limits.Select(l => (l.Patient, l.Categories.Length)), Is.EqualTo(((string?, int)[])[("p-1", 0)]));
            Assert.That(scopes.For("Observation", 'c'), Is.Null);
        }
    }

    [Test]
    public void ACategoryIsALimit()
    {
        var grant = SmartScopes.Of(["user/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category%7Csurvey,exam"], null)!.For("Observation", 's')!;
        Assert.That(grant.Limits.Single().Categories, Is.EqualTo((string[])["http://terminology.hl7.org/CodeSystem/observation-category|survey", "exam"]));
    }

    [Test]
    public void SeveralScopesAddUpAndTheWidestDecides()
    {
        var limited = SmartScopes.Of(["patient/Observation.rs", "user/Observation.rs?category=survey"], "p-1")!;
        var whole = SmartScopes.Of(["patient/Observation.rs", "user/Observation.rs?category=survey", "user/Observation.r"], "p-1")!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(limited.For("Observation", 'r')!.Limits, Has.Length.EqualTo(2));
            Assert.That(whole.For("Observation", 'r')!.IsWhole, Is.True);
            Assert.That(whole.For("Observation", 's')!.Limits, Has.Length.EqualTo(2));
        }
    }

    [TestCase("user/*.rs", "rs", true)]
    [TestCase("user/*.r system/*.s", "rs", true)]
    [TestCase("user/*.r", "rs", false)]
    [TestCase("user/*.rs?category=survey", "rs", false)]
    [TestCase("patient/*.rs", "rs", false)]
    [TestCase("user/Patient.rs user/Observation.rs", "rs", false)]
    public void EverywhereNeedsScopesOverEverything(string scope, string letters, bool allowed) =>
        Assert.That(SmartScopes.Of(scope.Split(' '), "p-1")!.AllowEverywhere(letters), Is.EqualTo(allowed));
}
