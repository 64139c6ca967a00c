namespace AllianceApi.Tests.Running;

/// <summary>Waits for what happens beside the test.</summary>
internal static class Wait
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static async Task Until(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await holds())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
