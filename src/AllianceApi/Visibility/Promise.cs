namespace AllianceApi.Visibility;

/// <summary>What a person was promised when they answered: the policy of that day, and the edition of the words in which it was told.</summary>
/// <param name="Packed">As the store keeps it.</param>
internal readonly record struct Promise(long Packed)
{
    private const int EditionFactor = 1024;

    /// <summary>The promise that a policy amounts to today.</summary>
    public static Promise Of(VisibilityPolicy policy) => new(policy.Packed + (EditionFactor * VisibilityWords.Edition));

    public VisibilityPolicy Policy => VisibilityPolicy.Unpack(Packed % EditionFactor);

    /// <summary>0 where no words were given.</summary>
    public long Edition => Packed / EditionFactor;
}
