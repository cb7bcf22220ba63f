using Gnn.Tensors;
using Gnn.Tensors.Files;

namespace Gnn.Layers;

public abstract partial class Module
{
    /// <summary>Saves all parameters and buffers under their full names; the file is written whole or not at all.</summary>
    /// <param name="path">The safetensors file; one that is there is replaced.</param>
    /// <param name="type">The type of the floating numbers in the file: Float32 or Float64. Buffers of integers or truth values keep their own type.</param>
    /// <exception cref="ArgumentException">The path is empty, or the type is not floating.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not allow it.</exception>
    public void SaveParameters(string path, SafetensorsType type = SafetensorsType.Float32)
    {
        if (type is not (SafetensorsType.Float32 or SafetensorsType.Float64))
        {
            throw new ArgumentException($"Parameters are saved as Float32 or Float64, not {type}.", nameof(type));
        }

        SafetensorsFile.Write(path, NamedTensors().Select(named => SafetensorsEntry.FromTensor(named.Name, named.Value, type)));
    }

    /// <summary>Loads all parameters and buffers, for example of a file that PyTorch Geometric's weights were saved to. All are checked before any is
    /// changed.</summary>
    /// <param name="path">The safetensors file; it must have exactly this module's names and shapes.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DataFormatException">The file is damaged, or a tensor is missing, too many, of another shape, or of a type that does not
    /// fit; the message names it.</exception>
    public void LoadParameters(string path)
    {
        Dictionary<string, SafetensorsEntry> file = ReadEntries(path);
        CheckFits(file, path);
        foreach ((string name, Parameter parameter) in NamedParameters())
        {
            using Tensor value = file[name].ToTensor(parameter.Value.Engine);
            parameter.Set(value);
        }

        LoadBuffers(file, prefix: "");
    }

    /// <summary>Another name under which files are known to have a tensor of this module, for example of an example's class; null for none.</summary>
    private protected virtual string? KnownName(string name) => null;

    /// <summary>A file's tensors by the names that they have here.</summary>
    private Dictionary<string, SafetensorsEntry> ReadEntries(string path)
    {
        var own = NamedTensors().Select(named => named.Name).ToHashSet(StringComparer.Ordinal);
        var entries = new Dictionary<string, SafetensorsEntry>(StringComparer.Ordinal);
        foreach (SafetensorsEntry entry in SafetensorsFile.Read(path).Entries)
        {
            string name = !own.Contains(entry.Name) && KnownName(entry.Name) is { } known && own.Contains(known) ? known : entry.Name;
            if (!entries.TryAdd(name, entry))
            {
                throw new DataFormatException(path, $"tensor '{entry.Name}'", $"expected one tensor for '{name}' of {GetType().Name}, got '{entries[name].Name}' too");
            }
        }

        return entries;
    }

    private static string ExpectedTypes(DataType type) => type switch
    {
        DataType.Int32 => nameof(SafetensorsType.Int32),
        DataType.Int64 => nameof(SafetensorsType.Int64),
        DataType.Bool => nameof(SafetensorsType.Bool),
        _ => $"{SafetensorsType.Float32} or {SafetensorsType.Float64}",
    };

    private static bool Fits(SafetensorsType type, DataType wanted) => type switch
    {
        SafetensorsType.Int32 => wanted == DataType.Int32,
        SafetensorsType.Int64 => wanted == DataType.Int64,
        SafetensorsType.Bool => wanted == DataType.Bool,
        _ => wanted.IsFloating(),
    };

    private static long[] Axes(in Shape shape)
    {
        long[] axes = new long[shape.Rank];
        shape.CopyTo(axes);
        return axes;
    }

    private IEnumerable<(string Name, Tensor Value)> NamedTensors() =>
        NamedParameters().Select(named => (named.Name, named.Parameter.Value)).Concat(NamedBuffers());

    private void CheckFits(Dictionary<string, SafetensorsEntry> file, string path)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, Tensor value) in NamedTensors())
        {
            names.Add(name);
            string place = $"tensor '{name}'";
            if (!file.TryGetValue(name, out SafetensorsEntry? entry))
            {
                throw new DataFormatException(path, place, $"expected this tensor {value.Shape} of {GetType().Name}, got a file without it");
            }

            if (!entry.Shape.SequenceEqual(Axes(value.Shape)))
            {
                throw new DataFormatException(path, place, $"expected the shape {value.Shape}, got [{string.Join(", ", entry.Shape)}]");
            }

            if (!Fits(entry.Type, value.DataType))
            {
                throw new DataFormatException(path, place, $"expected {ExpectedTypes(value.DataType)}, got {entry.Type}");
            }
        }

        foreach ((string name, SafetensorsEntry entry) in file)
        {
            if (!names.Contains(name))
            {
                throw new DataFormatException(
                    path,
                    $"tensor '{entry.Name}'",
                    $"expected only the tensors of {GetType().Name}, got this one too",
                    "Load it into the model that it was saved from.");
            }
        }
    }

    private void LoadBuffers(Dictionary<string, SafetensorsEntry> file, string prefix)
    {
        for (int i = 0; i < _buffers.Count; i++)
        {
            ReplaceBuffer(i, file[prefix + _buffers[i].Name].ToTensor(_buffers[i].Buffer.Engine));
        }

        _modules.ForEach(part => part.Module.LoadBuffers(file, $"{prefix}{part.Name}."));
    }
}
