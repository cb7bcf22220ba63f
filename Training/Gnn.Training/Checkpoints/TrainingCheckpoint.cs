using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Files;
using Gnn.Training.Optimizers;

namespace Gnn.Training.Checkpoints;

/// <summary>The checkpoint of one run: what a trainer has that its options do not say.</summary>
/// <remarks>Tensors: <c>model.NAME</c>, <c>best.NAME</c>, <c>optimizer.NAME.WHAT</c>, <c>steps</c> [parameters], <c>epochs</c> [epochs, columns]; notes: <c>gnn_checkpoint</c>, the
/// format's number, and <c>run</c>, a hash of what makes the run.</remarks>
internal sealed class TrainingCheckpoint
{
    private const string FormatNote = "gnn_checkpoint";
    private const string Format = "1";
    private const string RunNote = "run";
    private const string ModelPrefix = "model.";
    private const string BestPrefix = "best.";
    private const string StepsName = "steps";
    private const string EpochsName = "epochs";

    private readonly CheckpointOptions _options;
    private readonly string _run;
    private readonly Module _module;
    private readonly Optimizer _optimizer;
    private readonly ParameterSnapshot? _best;
    private readonly Dictionary<Parameter, string> _names;
    private long _lastWritten = Stopwatch.GetTimestamp();

    /// <param name="options">Where and how often.</param>
    /// <param name="parts">What makes the run besides the module's tensors, which are those it begins with.</param>
    /// <param name="module">The model.</param>
    /// <param name="optimizer">The optimiser, attached to the model.</param>
    /// <param name="best">The parameters of the best epoch; null where the last are kept.</param>
    internal TrainingCheckpoint(CheckpointOptions options, ReadOnlySpan<string> parts, Module module, Optimizer optimizer, ParameterSnapshot? best)
    {
        (_options, _module, _optimizer, _best) = (options, module, optimizer, best);
        _names = module.NamedParameters().ToDictionary(named => named.Parameter, named => named.Name, (IEqualityComparer<Parameter>)ReferenceEqualityComparer.Instance);
        string engine = _names.Keys.First().Value.Engine.Name;
        _run = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', [.. parts, engine, optimizer.ToString(), ParameterHash.Of(module)]))));
    }

    /// <summary>Whether it is time to write.</summary>
    internal bool IsDue => Stopwatch.GetElapsedTime(_lastWritten) >= _options.Interval;

    /// <summary>Gives the model, the optimiser and the best epoch's parameters what the file has, if there is one; all is checked before any is changed.</summary>
    /// <param name="columns">The columns of an epoch's line.</param>
    /// <returns>A line for each epoch that was done; null if there is no file.</returns>
    /// <exception cref="DataFormatException">The file is damaged, no checkpoint, or of another run.</exception>
    internal double[][]? Resume(int columns)
    {
        if (!File.Exists(_options.Path))
        {
            return null;
        }

        SafetensorsFile file = SafetensorsFile.Read(_options.Path);
        CheckNotes(file);
        using var scope = new TensorScope();
        using NoGrad noGrad = NoGrad.Open();
        IReadOnlyDictionary<string, Tensor> now = _module.CopyTensors();
        try
        {
            Dictionary<string, Tensor> model = ReadAll(file, ModelPrefix, now);
            Dictionary<string, Tensor>? best = _best is null ? null : ReadAll(file, BestPrefix, now);
            double[][] epochs = ReadEpochs(file, columns);
            long[] steps = ReadElements<long>(file, StepsName, SafetensorsType.Int64, [_optimizer.States.Count]);
            List<(string, Tensor)>[] remembered = [.. _optimizer.States.Select(state => ReadRemembered(file, state))];

            _module.SetTensors(model);
            _best?.Set(best!);
            for (int i = 0; i < steps.Length; i++)
            {
                _optimizer.States[i].Restore(steps[i], remembered[i]);
            }

            return epochs;
        }
        finally
        {
            foreach (Tensor copy in now.Values)
            {
                copy.Dispose();
            }
        }
    }

    /// <summary>Writes the file.</summary>
    /// <param name="epochs">A line of numbers for each epoch that was done.</param>
    /// <param name="columns">The columns of a line.</param>
    internal void Write(IEnumerable<double[]> epochs, int columns)
    {
        var entries = new List<SafetensorsEntry>();
        IReadOnlyDictionary<string, Tensor> now = _module.CopyTensors();
        foreach ((string name, Tensor value) in now)
        {
            entries.Add(SafetensorsEntry.FromTensor(ModelPrefix + name, value));
            value.Dispose();
        }

        foreach ((string name, Tensor value) in _best?.Values ?? new Dictionary<string, Tensor>())
        {
            entries.Add(SafetensorsEntry.FromTensor(BestPrefix + name, value));
        }

        foreach (ParameterState state in _optimizer.States)
        {
            entries.AddRange(state.Tensors.Select(tensor => SafetensorsEntry.FromTensor(PlaceOf(state) + tensor.Name, tensor.Value)));
        }

        double[][] lines = [.. epochs];
        entries.Add(SafetensorsEntry.FromArray<double>(EpochsName, [.. lines.SelectMany(line => line)], [lines.Length, columns]));
        entries.Add(SafetensorsEntry.FromArray<long>(StepsName, [.. _optimizer.States.Select(state => state.Steps)], [_optimizer.States.Count]));
        SafetensorsFile.Write(_options.Path, entries, new Dictionary<string, string> { [FormatNote] = Format, [RunNote] = _run });
        _lastWritten = Stopwatch.GetTimestamp();
    }

    private string PlaceOf(ParameterState state) => $"optimizer.{_names[state.Parameter]}.";

    private void CheckNotes(SafetensorsFile file)
    {
        if (!file.Metadata.TryGetValue(FormatNote, out string? format) || format != Format)
        {
            throw new DataFormatException(
                _options.Path, "notes", $"expected '{FormatNote}' {Format}, got {(format is null ? "a file without it" : format)}", "Name another file for the checkpoint.");
        }

        if (!file.Metadata.TryGetValue(RunNote, out string? run) || run != _run)
        {
            throw new DataFormatException(
                _options.Path,
                "notes",
                $"expected a checkpoint of this run, {_run[..12]}, got one of {run ?? "none"}: model, seed, optimiser, options, graph, split or engine differ",
                "Delete the file to begin anew, or name another.");
        }
    }

    /// <summary>A tensor for each of the module's, of the same shape and type.</summary>
    private Dictionary<string, Tensor> ReadAll(SafetensorsFile file, string prefix, IReadOnlyDictionary<string, Tensor> like) =>
        like.ToDictionary(named => named.Key, named => ReadLike(file, prefix + named.Key, named.Value), StringComparer.Ordinal);

    private List<(string Name, Tensor Value)> ReadRemembered(SafetensorsFile file, ParameterState state)
    {
        string place = PlaceOf(state);

        // Of "a" too begin the names of a parameter "a.b": what is remembered has no dot in its name.
        return [.. file.Entries
            .Where(entry => entry.Name.StartsWith(place, StringComparison.Ordinal) && !entry.Name[place.Length..].Contains('.', StringComparison.Ordinal))
            .Select(entry => (entry.Name[place.Length..], ReadLike(file, entry.Name, state.Parameter.Value)))];
    }

    private double[][] ReadEpochs(SafetensorsFile file, int columns)
    {
        long count = file.TryFind(EpochsName, out SafetensorsEntry? entry) && entry.Shape.Count == 2 ? entry.Shape[0] : 0;
        return [.. ReadElements<double>(file, EpochsName, SafetensorsType.Float64, [count, columns]).Chunk(columns)];
    }

    /// <summary>A tensor of the shape, the type and the engine of another.</summary>
    private Tensor ReadLike(SafetensorsFile file, string name, Tensor like)
    {
        SafetensorsEntry expected = SafetensorsEntry.FromTensor(name, like);
        return Find(file, name, expected.Type, expected.Shape).ToTensor(like.Engine);
    }

    private T[] ReadElements<T>(SafetensorsFile file, string name, SafetensorsType type, long[] shape)
        where T : unmanaged =>
        Find(file, name, type, shape).ToArray<T>();

    private SafetensorsEntry Find(SafetensorsFile file, string name, SafetensorsType type, IReadOnlyList<long> shape) =>
        file.TryFind(name, out SafetensorsEntry? entry) && entry.Type == type && entry.Shape.SequenceEqual(shape)
            ? entry
            : throw new DataFormatException(
                _options.Path,
                $"tensor '{name}'",
                $"expected {type} [{string.Join(", ", shape)}], got {(entry is null ? "a file without it" : $"{entry.Type} [{string.Join(", ", entry.Shape)}]")}",
                "Delete the file to begin anew.");
}
