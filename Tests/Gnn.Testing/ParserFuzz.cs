using Gnn.Tensors.Files;
using NUnit.Framework;

namespace Gnn.Testing;

/// <summary>Feeds a parser truncated and altered bytes: it may read them or throw <see cref="DataFormatException"/>, nothing else.</summary>
public static class ParserFuzz
{
    private static readonly byte[] Interesting = [0x00, 0x01, 0x7f, 0x80, 0xff, (byte)'(', (byte)'.', (byte)'b', (byte)'R', (byte)'"', (byte)'0', (byte)'\n'];

    /// <summary>Checks that every proper prefix is refused.</summary>
    /// <param name="valid">Bytes that the parser reads.</param>
    /// <param name="parse">The parser.</param>
    public static void RefusesEveryPrefix(byte[] valid, Action<byte[]> parse)
    {
        parse(valid);
        for (int length = 0; length < valid.Length; length++)
        {
            byte[] prefix = valid[..length];
            Assert.That(() => parse(prefix), Throws.TypeOf<DataFormatException>(), $"prefix of {length} bytes");
        }
    }

    /// <summary>Checks random alterations.</summary>
    /// <param name="valid">Bytes that the parser reads.</param>
    /// <param name="parse">The parser, which runs on this thread.</param>
    /// <param name="rounds">The number of alterations.</param>
    /// <param name="allocationFactor">The most bytes that a round may allocate, for each byte of input; 256 KiB come on top.</param>
    /// <returns>How many rounds were refused.</returns>
    public static int SurvivesMutations(byte[] valid, Action<byte[]> parse, int rounds = 500, int allocationFactor = 40)
    {
        parse(valid);
        var random = new Random(20240607);
        int refused = 0;
        for (int round = 0; round < rounds; round++)
        {
            byte[] bytes = Mutate(valid, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                parse(bytes);
            }
            catch (DataFormatException)
            {
                refused++;
            }
            catch (Exception exception)
            {
                Assert.Fail($"round {round}: {exception}");
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.That(allocated, Is.LessThan((256 * 1024) + ((long)allocationFactor * bytes.Length)), $"round {round}");
        }

        return refused;
    }

    private static byte[] Mutate(byte[] valid, Random random)
    {
        var bytes = new List<byte>(valid);
        for (int edits = random.Next(1, 5); edits > 0 && bytes.Count > 0; edits--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] = Interesting[random.Next(Interesting.Length)];
                    break;
                case 2:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 9), bytes.Count - at));
                    break;
                case 4:
                    int from = random.Next(bytes.Count);
                    bytes.InsertRange(at, bytes.GetRange(from, Math.Min(random.Next(1, 17), bytes.Count - from)));
                    break;
                default:
                    for (int i = at; i < Math.Min(at + 8, bytes.Count); i++)
                    {
                        bytes[i] = 0xff;
                    }

                    break;
            }
        }

        return [.. bytes];
    }
}
