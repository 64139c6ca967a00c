using Alliance.Measurement.Caseloads;

namespace Alliance.Measurement.Tests.Caseloads;

public class AttentionTests
{
    [Test]
    public void The_reason_decides_before_the_days_and_the_days_before_the_name()
    {
        Attention[] right =
        [
            new(AttentionReason.UnseenStrain, 3, "b"),
            new(AttentionReason.UnseenStrain, 9, "a"),
            new(AttentionReason.UnseenStrain, null, "a"),
            new(AttentionReason.UnseenAlert, 0, "c"),
            new(AttentionReason.OpenStrain, 1, "c"),
            new(AttentionReason.OpenAlert, 1, "c"),
            new(AttentionReason.Falling, 1, "c"),
            new(AttentionReason.NotInformative, 1, "c"),
            new(AttentionReason.None, 1, "B"),
            new(AttentionReason.None, 1, "a"),
            new(AttentionReason.None, 1, "b"),
            new(AttentionReason.None, null, "a"),
        ];
        for (var i = 0; i < right.Length; i++)
        {
            for (var j = 0; j < right.Length; j++)
            {
                Assert.That(Math.Sign(right[i].CompareTo(right[j])), Is.EqualTo(Math.Sign(i - j)), $"{right[i]} against {right[j]}");
                Assert.That(right[i] < right[j], Is.EqualTo(i < j), $"{right[i]} before {right[j]}");
                Assert.That(right[i] > right[j], Is.EqualTo(i > j), $"{right[i]} after {right[j]}");
                Assert.That(right[i] <= right[j], Is.EqualTo(i <= j), $"{right[i]} not after {right[j]}");
                Assert.That(right[i] >= right[j], Is.EqualTo(i >= j), $"{right[i]} not before {right[j]}");
            }
        }

        Assert.That(right.Reverse().Order(), Is.EqualTo(right));
    }
}
