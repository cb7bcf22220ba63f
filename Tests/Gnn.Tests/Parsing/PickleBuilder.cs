using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Gnn.Tests.Parsing;

/// <summary>Writes pickles opcode by opcode, for files that Python would not write.</summary>
internal sealed class PickleBuilder
{
    private readonly List<byte> _bytes = [];

    public static PickleBuilder Start(byte protocol = 2) => new PickleBuilder().Raw(0x80, protocol);

    public PickleBuilder Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public PickleBuilder Op(char opcode) => Raw((byte)opcode);

    public PickleBuilder Global(string module, string name) => Op('c').Raw(Encoding.ASCII.GetBytes($"{module}\n{name}\n"));

    public PickleBuilder Int(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return Op('J').Raw(bytes);
    }

    public PickleBuilder String(string value) => Op('U').Raw((byte)value.Length).Raw(Encoding.ASCII.GetBytes(value));

    public PickleBuilder Text(string value) => Raw(0x8c, (byte)value.Length).Raw(Encoding.ASCII.GetBytes(value));

    public PickleBuilder Bytes(ReadOnlySpan<byte> value)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, value.Length);
        return Op('B').Raw(length).Raw(value);
    }

    public PickleBuilder Array<T>(string type, T[] values, params int[] shape)
        where T : unmanaged
    {
        Global("numpy.core.multiarray", "_reconstruct").Global("numpy", "ndarray").Int(0).Raw(0x85).String("b").Raw(0x87).Op('R');
        Op('(').Int(1).Op('(');
        foreach (int size in shape)
        {
            Int(size);
        }

        Op('t').Global("numpy", "dtype").String(type).Raw(0x85).Op('R');
        return Raw(0x89).Bytes(MemoryMarshal.AsBytes(values.AsSpan())).Op('t').Op('b');
    }

    public PickleBuilder Csr(int rows, int columns, int[] rowPointers, int[] indices, float[] values) =>
        Global("scipy.sparse.csr", "csr_matrix").Op(')').Raw(0x81).Op('}').Op('(')
            .String("_shape").Int(rows).Int(columns).Raw(0x86)
            .String("indptr").Array("i4", rowPointers, rowPointers.Length)
            .String("indices").Array("i4", indices, indices.Length)
            .String("data").Array("f4", values, values.Length)
            .Op('u').Op('b');

    public byte[] Stop() => [.. Op('.')._bytes];
}
