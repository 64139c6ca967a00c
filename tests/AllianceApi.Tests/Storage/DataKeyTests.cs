using System.Security.Cryptography;
using AllianceApi.Storage.Sealing;

namespace AllianceApi.Tests.Storage;

/// <summary>Ciphers come and go with the memory that they may take; what is sealed under a key opens all the same.</summary>
internal sealed class DataKeyTests
{
    [Test]
    public void WhatIsSealedOpensHoweverOftenKeysGoToRestMeanwhile()
    {
        var awake = new AwakeKeys(most: 2);
        var keys = Enumerable.Range(0, 7).Select(_ => new DataKey(RandomNumberGenerator.GetBytes(16), RandomNumberGenerator.GetBytes(32), awake)).ToList();
        var values = keys.ConvertAll(_ => RandomNumberGenerator.GetBytes(40));
        var sealedValues = keys.Zip(values, Seal).ToList();
        Parallel.For(0, 4_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, round =>
        {
            var place = round % keys.Count;
            if (round % 3 == 0)
            {
                var value = BitConverter.GetBytes(round);
                Assert.That(Open(keys[place], Seal(keys[place], value)), Is.EqualTo(value));
            }

            Assert.That(Open(keys[place], sealedValues[place]), Is.EqualTo(values[place]));
        });
        Assert.That(keys.Count(k => k.IsAwake), Is.InRange(1, 2), "the others went to rest");
    }

    [Test]
    public void AKeyOpensNothingOfAnother()
    {
        var awake = new AwakeKeys(most: 1);
        var (a, b) = (new DataKey(new byte[16], RandomNumberGenerator.GetBytes(32), awake), new DataKey(new byte[16], RandomNumberGenerator.GetBytes(32), awake));
        var value = Seal(a, [1, 2, 3]);
        Assert.That(() => Open(b, value), Throws.InstanceOf<CryptographicException>());
        Assert.That((a.IsAwake, b.IsAwake), Is.EqualTo((false, true)), "one that fails to open is awake like any other");
        Assert.That(Open(a, value), Is.EqualTo((byte[])[1, 2, 3]));
    }

    private static (byte[] Nonce, byte[] Output, byte[] Tag) Seal(DataKey key, byte[] value)
    {
        var (nonce, output, tag) = (RandomNumberGenerator.GetBytes(12), new byte[value.Length], new byte[16]);
        key.Encrypt(nonce, value, output, tag, []);
        return (nonce, output, tag);
    }

    private static byte[] Open(DataKey key, (byte[] Nonce, byte[] Output, byte[] Tag) value)
    {
        var output = new byte[value.Output.Length];
        key.Decrypt(value.Nonce, value.Output, value.Tag, output, []);
        return output;
    }
}
