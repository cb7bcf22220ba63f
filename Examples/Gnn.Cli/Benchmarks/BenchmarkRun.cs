using System.Diagnostics;
using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Cli.Benchmarks;

/// <summary>Times the calls of works and keeps what it measured.</summary>
/// <remarks>
/// The protocol: calls that are not timed until <see cref="BenchmarkSizes.WarmUp"/> has passed, and at least two of them; then so many timed ones. Their
/// median and minimum are the figures. What a call makes is freed within its time. Managed bytes are those of the timed calls alone.
/// </remarks>
internal sealed class BenchmarkRun
{
    private const string LinuxStatus = "/proc/self/status";

    private readonly List<Measurement> _measurements = [];

    /// <summary>Where tensors are computed.</summary>
    internal required Engine Engine { get; init; }

    /// <summary>Threads of the engine.</summary>
    internal int Threads => Engine is CpuEngine cpu ? cpu.ThreadCount : 1;

    /// <summary>Timed calls of each work.</summary>
    internal required int Repeats { get; init; }

    /// <summary>Hidden units of the models.</summary>
    internal int Hidden { get; init; } = 256;

    /// <summary>Dropout of the models.</summary>
    internal double Dropout { get; init; } = 0.5;

    /// <summary>Seeds of a sampled batch.</summary>
    internal int BatchSize { get; init; } = 1024;

    /// <summary>Threads that make batches ahead.</summary>
    internal int Workers { get; init; } = 1;

    /// <summary>Edges of a node at each hop.</summary>
    internal IReadOnlyList<int> Fanouts { get; init; } = [15, 10, 5];

    /// <summary>node2vec's p and q, and the steps of a walk.</summary>
    internal (double P, double Q, int Length) Walks { get; init; } = (0.25, 4, 20);

    /// <summary>The arrays of the graph; null if no folder was named.</summary>
    internal BenchmarkGraph? Graph { get; init; }

    /// <summary>The kind of feature store that gather measures; null for each in turn.</summary>
    internal string? Store { get; init; }

    /// <summary>How large the works are.</summary>
    internal BenchmarkSizes Sizes { get; init; } = new();

    /// <summary>Told the name of each work before it begins.</summary>
    internal Action<string>? Progress { get; init; }

    /// <summary>Ends the run.</summary>
    internal CancellationToken Cancellation { get; init; }

    /// <summary>What was measured so far.</summary>
    internal IReadOnlyList<Measurement> Measurements => _measurements;

    /// <summary>Times a work.</summary>
    /// <param name="work">Its name.</param>
    /// <param name="call">The work; tensors that it makes are freed after each call.</param>
    /// <param name="cost">What one call moves and computes.</param>
    /// <param name="shape">Its lengths.</param>
    /// <param name="dimension">Columns of the features.</param>
    /// <param name="hidden">Hidden units.</param>
    /// <param name="times">How often the work is done in one call: figures are for one of them.</param>
    /// <param name="resultBytes">Bytes of what one call makes.</param>
    /// <param name="amounts">What one call does, by the name of what is counted.</param>
    internal void Measure(
        string work,
        Action call,
        Cost cost = default,
        IReadOnlyList<long>? shape = null,
        int? dimension = null,
        int? hidden = null,
        int times = 1,
        long? resultBytes = null,
        IReadOnlyList<(string Name, double Amount)>? amounts = null)
    {
        using var scope = new TensorScope();
        Add(Measure(work, Time, cost, shape, dimension, hidden, times) with { ResultBytes = resultBytes, Amounts = amounts ?? [] });

        long Time()
        {
            long start = Stopwatch.GetTimestamp();
            call();
            scope.Clear();
            return Stopwatch.GetTimestamp() - start;
        }
    }

    /// <summary>Times a work whose amounts are known when it is done.</summary>
    /// <param name="work">Its name.</param>
    /// <param name="call">The work.</param>
    /// <param name="amounts">What one call does a number of, such as edges; asked for after the timed calls.</param>
    /// <param name="figures">Further figures; asked for after the timed calls.</param>
    /// <param name="cost">What one call moves and computes.</param>
    /// <param name="shape">Its lengths.</param>
    /// <param name="hidden">Hidden units.</param>
    /// <param name="warmUpCalls">The fewest calls before the timed ones.</param>
    internal void MeasureAmounts(
        string work,
        Action call,
        Func<IReadOnlyList<(string Name, double Amount)>> amounts,
        Func<IReadOnlyList<(string Name, double Value)>>? figures = null,
        Cost cost = default,
        IReadOnlyList<long>? shape = null,
        int? hidden = null,
        int warmUpCalls = 2)
    {
        using var scope = new TensorScope();
        Measurement measured = Measure(work, Time, cost, shape, dimension: null, hidden, times: 1, warmUpCalls);
        Add(measured with { Amounts = amounts(), Figures = figures?.Invoke() ?? [] });

        long Time()
        {
            long start = Stopwatch.GetTimestamp();
            call();
            scope.Clear();
            return Stopwatch.GetTimestamp() - start;
        }
    }

    /// <summary>Times the second half of a work, such as a backward walk, anew after each untimed first half.</summary>
    internal void MeasureSecond<T>(string work, Func<T> first, Action<T> second, Cost cost = default, int? dimension = null)
    {
        using var scope = new TensorScope();
        Add(Measure(work, Time, cost, shape: null, dimension, hidden: null, times: 1));

        long Time()
        {
            T made = first();
            long start = Stopwatch.GetTimestamp();
            second(made);
            long elapsed = Stopwatch.GetTimestamp() - start;
            scope.Clear();
            return elapsed;
        }
    }

    /// <summary>The largest resident size of this process so far, in bytes; 0 where the operating system does not tell.</summary>
    internal static long PeakMemory()
    {
        if (File.Exists(LinuxStatus))
        {
            string? line = File.ReadLines(LinuxStatus).FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            string[] parts = line?.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) ?? [];
            if (parts.Length > 1 && long.TryParse(parts[1], CultureInfo.InvariantCulture, out long kibibytes))
            {
                return kibibytes * 1024;
            }
        }

        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private void Add(Measurement measurement) => _measurements.Add(measurement);

    private Measurement Measure(string work, Func<long> time, Cost cost, IReadOnlyList<long>? shape, int? dimension, int? hidden, int times, int warmUpCalls = 2)
    {
        Cancellation.ThrowIfCancellationRequested();
        Progress?.Invoke(work);
        long start = Stopwatch.GetTimestamp();
        for (int call = 0; call < warmUpCalls || Stopwatch.GetElapsedTime(start) < Sizes.WarmUp; call++)
        {
            time();
            Cancellation.ThrowIfCancellationRequested();
        }

        double[] milliseconds = new double[Repeats];
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            milliseconds[repeat] = time() * 1e3 / Stopwatch.Frequency / times;
            Cancellation.ThrowIfCancellationRequested();
        }

        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        Array.Sort(milliseconds);
        return new Measurement(work, shape, dimension, hidden, milliseconds, cost, PeakMemory(), (double)allocated / Repeats / times);
    }
}
