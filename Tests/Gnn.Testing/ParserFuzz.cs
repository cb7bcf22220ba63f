using System.Diagnostics;
using Gnn.Tensors.Files;
using NUnit.Framework;

namespace Gnn.Testing;

/// <summary>Feeds a parser truncated and altered bytes: it may read them or throw <see cref="DataFormatException"/>, nothing else.</summary>
public static class ParserFuzz
{
    /// <summary>The rounds of a parser's test in the suite.</summary>
    public const int SuiteRounds = 500;

    /// <summary>The rounds of a parser's test in the long category.</summary>
    public const int LongRounds = 20_000;

    /// <summary>The category of tests with <see cref="LongRounds"/> rounds.</summary>
    public const string LongCategory = "LongFuzz";

    /// <summary>The most bytes that reading may allocate for each byte read.</summary>
    public const int Factor = 10;

    /// <summary>What reading may allocate on top: buffers of fixed lengths, and the objects that any data set has.</summary>
    public const int FixedBytes = 64 * 1024;

    private const int Seed = 20240607;
    private const int Measurements = 10;

    private static readonly byte[] Interesting = [0x00, 0x01, 0x7f, 0x80, 0xff, (byte)'(', (byte)'.', (byte)'b', (byte)'R', (byte)'"', (byte)'0', (byte)'\n'];
    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(60);

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

    /// <summary>Checks random alterations: no exception but <see cref="DataFormatException"/>, bounded allocation, and no round longer than a minute.</summary>
    /// <param name="valid">Bytes that the parser reads, or that it reads once they are packed.</param>
    /// <param name="parse">The parser, which gives the same for the same bytes.</param>
    /// <param name="rounds">The number of alterations.</param>
    /// <param name="allocationFactor">The most bytes that a round may allocate, as <see cref="AllocationMeter"/> counts them, for each byte of input; what is packed
    /// counts unpacked.</param>
    /// <param name="fixedBytes">What a round may allocate on top.</param>
    /// <param name="otherBytes">The bytes that the parser is given besides, the same each time.</param>
    /// <param name="pack">Makes of altered bytes what the parser is given, for example a container with the right checksums; null for the bytes themselves.</param>
    /// <returns>How many rounds were refused.</returns>
    public static int SurvivesMutations(
        byte[] valid, Action<byte[]> parse, int rounds = SuiteRounds, int allocationFactor = Factor, int fixedBytes = FixedBytes, Func<byte[], byte[]>? pack = null,
        long otherBytes = 0)
    {
        pack ??= bytes => bytes;
        parse(pack(valid));
        int refused = 0;
        int round = 0;
        Exception? failure = null;
        var worker = new Thread(() =>
        {
            try
            {
                var random = new Random(Seed);
                for (; round < rounds; Interlocked.Increment(ref round))
                {
                    byte[] altered = Mutate(valid, random);
                    byte[] given = pack(altered);
                    long most = fixedBytes + ((long)allocationFactor * (Math.Max(altered.Length, given.Length) + otherBytes));
                    bool isRefused = Run(parse, given, out long allocated);

                    // The same bytes cost the same each time, but the runtime may allocate for itself when code first runs, and other threads of the process count too.
                    for (int again = 0; allocated >= most && again < Measurements; again++)
                    {
                        Run(parse, given, out allocated);
                    }

                    Assert.That(allocated, Is.LessThan(most), $"bytes allocated for {given.Length} packed, {altered.Length} unpacked");
                    refused += isRefused ? 1 : 0;
                }
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        })
        { IsBackground = true };
        worker.Start();
        Watch(worker, ref round);
        Assert.That(failure, Is.Null, $"round {round}");
        return refused;
    }

    private static void Watch(Thread worker, ref int round)
    {
        (int last, var since) = (-1, Stopwatch.StartNew());
        while (!worker.Join(TimeSpan.FromMilliseconds(10)))
        {
            int now = Volatile.Read(ref round);
            if (now != last)
            {
                (last, since) = (now, Stopwatch.StartNew());
            }

            Assert.That(since.Elapsed, Is.LessThan(LongestRound), $"round {now} does not end");
        }
    }

    private static bool Run(Action<byte[]> parse, byte[] bytes, out long allocated)
    {
        // Parsers may put bytes in order in place, and must be given the same again.
        byte[] copy = [.. bytes];
        bool isRefused = false;
        allocated = AllocationMeter.Measure(() =>
        {
            try
            {
                parse(copy);
            }
            catch (DataFormatException)
            {
                isRefused = true;
            }
        });
        return isRefused;
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
