using System.Buffers.Binary;
using Gnn.Tensors;
using Gnn.Tensors.Files;

namespace Gnn.Layers;

public abstract partial class Module
{
    /// <summary>Saves all parameters and buffers under their full names; the file is written whole or not at all.</summary>
    /// <param name="path">The safetensors file; one that is there is replaced.</param>
    /// <param name="type">The type of the numbers in the file: Float32 or Float64.</param>
    /// <exception cref="ArgumentException">The path is empty, or the type is not floating.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not allow it.</exception>
    public void SaveParameters(string path, SafetensorsType type = SafetensorsType.Float32)
    {
        if (type is not (SafetensorsType.Float32 or SafetensorsType.Float64))
        {
            throw new ArgumentException($"Parameters are saved as Float32 or Float64, not {type}.", nameof(type));
        }

        SafetensorsFile.Write(path, NamedTensors().Select(named => ToEntry(named.Name, named.Value, type)));
    }

    /// <summary>Loads all parameters and buffers, for example of a file that PyTorch Geometric's weights were saved to. All are checked before any is
    /// changed.</summary>
    /// <param name="path">The safetensors file; it must have exactly this module's names and shapes.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DataFormatException">The file is damaged, or a tensor is missing, too many, of another shape, or not floating; the message names
    /// it.</exception>
    public void LoadParameters(string path)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        CheckFits(file, path);
        foreach ((string name, Parameter parameter) in NamedParameters())
        {
            using Tensor value = ToTensor(file, name, parameter.Value);
            parameter.Set(value);
        }

        LoadBuffers(file, prefix: "");
    }

    private static SafetensorsEntry ToEntry(string name, Tensor value, SafetensorsType type)
    {
        double[] elements = value.ToArray<double>();
        int size = type == SafetensorsType.Float32 ? sizeof(float) : sizeof(double);
        byte[] bytes = new byte[checked(elements.Length * size)];
        for (int i = 0; i < elements.Length; i++)
        {
            Span<byte> place = bytes.AsSpan(i * size);
            if (type == SafetensorsType.Float32)
            {
                BinaryPrimitives.WriteSingleLittleEndian(place, (float)elements[i]);
            }
            else
            {
                BinaryPrimitives.WriteDoubleLittleEndian(place, elements[i]);
            }
        }

        return new SafetensorsEntry(name, type, Axes(value.Shape), bytes);
    }

    private static Tensor ToTensor(SafetensorsFile file, string name, Tensor old)
    {
        file.TryFind(name, out SafetensorsEntry? entry);
        ReadOnlySpan<byte> bytes = entry!.Data.Span;
        double[] elements = new double[old.Shape.Count];
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = entry.Type == SafetensorsType.Float32
                ? BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..])
                : BinaryPrimitives.ReadDoubleLittleEndian(bytes[(i * sizeof(double))..]);
        }

        return Tensor.Create(elements, old.Shape, old.Engine);
    }

    private static long[] Axes(in Shape shape)
    {
        long[] axes = new long[shape.Rank];
        shape.CopyTo(axes);
        return axes;
    }

    private IEnumerable<(string Name, Tensor Value)> NamedTensors() =>
        NamedParameters().Select(named => (named.Name, named.Parameter.Value)).Concat(NamedBuffers());

    private void CheckFits(SafetensorsFile file, string path)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, Tensor value) in NamedTensors())
        {
            names.Add(name);
            string place = $"tensor '{name}'";
            if (!file.TryFind(name, out SafetensorsEntry? entry))
            {
                throw new DataFormatException(path, place, $"expected this tensor {value.Shape} of {GetType().Name}, got a file without it");
            }

            if (!entry.Shape.SequenceEqual(Axes(value.Shape)))
            {
                throw new DataFormatException(path, place, $"expected the shape {value.Shape}, got [{string.Join(", ", entry.Shape)}]");
            }

            if (entry.Type is not (SafetensorsType.Float32 or SafetensorsType.Float64))
            {
                throw new DataFormatException(path, place, $"expected Float32 or Float64, got {entry.Type}");
            }
        }

        foreach (SafetensorsEntry entry in file.Entries)
        {
            if (!names.Contains(entry.Name))
            {
                throw new DataFormatException(
                    path,
                    $"tensor '{entry.Name}'",
                    $"expected only the tensors of {GetType().Name}, got this one too",
                    "Load it into the model that it was saved from.");
            }
        }
    }

    private void LoadBuffers(SafetensorsFile file, string prefix)
    {
        for (int i = 0; i < _buffers.Count; i++)
        {
            (string name, Tensor buffer) = _buffers[i];
            _buffers[i] = (name, ToTensor(file, prefix + name, buffer).Keep());
            buffer.Dispose();
        }

        _modules.ForEach(part => part.Module.LoadBuffers(file, $"{prefix}{part.Name}."));
    }
}
