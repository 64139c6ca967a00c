namespace AllianceApi.Demo;

/// <summary>A small generator of its own (SplitMix64), so that the same seed gives the same clinic on every machine and runtime.</summary>
internal sealed class DemoNoise(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Evenly from 0 (included) to 1 (not included).</summary>
    public double Even()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Nearly normal with mean 0 and standard deviation 1: the sum of twelve even ones.</summary>
    public double Bell()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++)
        {
            sum += Even();
        }

        return sum;
    }
}
