using AllianceApi.Events.Webhooks;

namespace AllianceApi.Tests.Events.Webhooks;

/// <summary>When a delivery is tried again.</summary>
internal sealed class BackOffTests
{
    private const long Second = 1_000_000;
    private static readonly WebhookProgress Fresh = new("active", 5, true, 0, null, 0, null);

    [Test]
    public void Tries_come_further_and_further_apart_until_three_days_are_over()
    {
        var (progress, now, pauses) = (Fresh, 0L, new List<long>());
        while (progress.State != "off")
        {
            progress = progress.Failed(new DeliveryFailure("status 500"), now, 0);
            pauses.Add(progress.NextTryAt - now);
            now = progress.NextTryAt;
        }

        Assert.That(pauses, Is.Ordered);
        Assert.That(pauses[0], Is.EqualTo(5 * Second));
        Assert.That(now - pauses[^1], Is.InRange(72 * 3600 * Second, 79 * 3600 * Second));
        Assert.That(progress.Position, Is.EqualTo(5), "it goes on there when it is turned on again");
    }

    [Test]
    public void Who_asks_to_come_later_is_heard_and_one_that_arrives_mends_all()
    {
        var later = Fresh.Failed(new DeliveryFailure("status 503", TimeSpan.FromMinutes(5)), 0, 0);
        Assert.That((later.NextTryAt, later.State), Is.EqualTo((300 * Second, "failing")));
        Assert.That(later.Healthy(), Is.EqualTo(Fresh));
        Assert.That(Fresh.Failed(new DeliveryFailure("status 410", IsGone: true), 0, 0).State, Is.EqualTo("off"));
    }
}
