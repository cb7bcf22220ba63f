using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Gnn.Tensors;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs;

/// <summary>A SHA-256 of what a graph holds. Every part is preceded by its length, so that no two contents are the same run of bytes.</summary>
internal sealed class ContentHasher : IDisposable
{
    private const int SpanElements = 1 << 20;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Begins a hash.</summary>
    /// <param name="kind">What is hashed, for example <c>Graph</c>: contents of two kinds never have the same hash.</param>
    public ContentHasher(string kind) => Add(kind);

    public void Add(string text) => Add<byte>(Encoding.UTF8.GetBytes(text));

    public void Add(long number) => _hash.AppendData(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in number)));

    public void Add<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Add(values.Length);
        _hash.AppendData(MemoryMarshal.AsBytes(values));
    }

    public void Add<T>(NativeArray<T> values)
        where T : unmanaged
    {
        Add(values.Length);
        for (long start = 0; start < values.Length; start += SpanElements)
        {
            _hash.AppendData(MemoryMarshal.AsBytes(values.Span(start, (int)Math.Min(SpanElements, values.Length - start))));
        }
    }

    public void Add(IReadOnlyList<string> texts)
    {
        Add(texts.Count);
        foreach (string text in texts)
        {
            Add(text);
        }
    }

    /// <summary>Adds the columns by name, in ordinal order: the order in which they were added does not count.</summary>
    public void Add(ColumnTable table)
    {
        Add(table.RowName);
        Add(table.RowCount);
        Add(table.Names.Count);
        foreach (string name in table.Names.Order(StringComparer.Ordinal))
        {
            Add(name);
            if (table.IsSparse(name))
            {
                Add(table.Sparse(name));
            }
            else
            {
                Add("dense");
                Add(table[name]);
            }
        }
    }

    public void Add(SparseTensor matrix)
    {
        Add("sparse");
        Add(matrix.Structure.ColumnCount);
        for (long row = 0; row <= matrix.Structure.RowCount; row++)
        {
            Add(matrix.Structure.RowPointers[row]);
        }

        Add(matrix.Structure.ColumnIndices);
        Add(matrix.Values);
    }

    public void Add(Tensor tensor)
    {
        Add((long)tensor.DataType);
        Add(tensor.Shape.Rank);
        for (int axis = 0; axis < tensor.Shape.Rank; axis++)
        {
            Add(tensor.Shape[axis]);
        }

        switch (tensor.DataType)
        {
            case DataType.Float32:
                Add<float>(tensor.ToArray<float>());
                break;
            case DataType.Float64:
                Add<double>(tensor.ToArray<double>());
                break;
            case DataType.Int32:
                Add<int>(tensor.ToArray<int>());
                break;
            case DataType.Int64:
                Add<long>(tensor.ToArray<long>());
                break;
            default:
                Add<bool>(tensor.ToArray<bool>());
                break;
        }
    }

    /// <summary>The hash, 64 hexadecimal digits; nothing may be added afterwards.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
