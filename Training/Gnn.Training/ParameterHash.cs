using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gnn.Layers;
using Gnn.Tensors;

namespace Gnn.Training;

/// <summary>A fingerprint of a model's parameters: equal for models that are equal to the bit.</summary>
public static class ParameterHash
{
    /// <summary>The SHA-256 of names, shapes and Float32 values of all parameters, in ordinal order of their names.</summary>
    /// <param name="module">The model.</param>
    /// <returns>64 hexadecimal digits in lower case.</returns>
    /// <remarks>Each parameter adds its name in UTF-8 and a zero byte, its rank and axes as little-endian Int64, and its elements, rounded to Float32,
    /// in little-endian order. Buffers, such as running statistics, do not count.</remarks>
    public static string Of(Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, Parameter parameter) in module.NamedParameters().OrderBy(named => named.Name, StringComparer.Ordinal))
        {
            Shape shape = parameter.Value.Shape;
            float[] values = parameter.Value.ToArray<float>();
            byte[] bytes = new byte[sizeof(long) * (1 + shape.Rank) + sizeof(float) * values.Length];
            Span<byte> rest = bytes;
            BinaryPrimitives.WriteInt64LittleEndian(rest, shape.Rank);
            rest = rest[sizeof(long)..];
            for (int axis = 0; axis < shape.Rank; axis++)
            {
                BinaryPrimitives.WriteInt64LittleEndian(rest, shape[axis]);
                rest = rest[sizeof(long)..];
            }

            foreach (float value in values)
            {
                BinaryPrimitives.WriteSingleLittleEndian(rest, value);
                rest = rest[sizeof(float)..];
            }

            hash.AppendData(Encoding.UTF8.GetBytes(name + '\0'));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
