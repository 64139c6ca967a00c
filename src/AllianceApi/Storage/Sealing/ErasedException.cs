namespace AllianceApi.Storage.Sealing;

/// <summary>What is asked for was sealed under a data key that is destroyed: it is from before its client was erased.</summary>
internal sealed class ErasedException() : Exception("The data key is destroyed.");
