using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Gnn.Tests.Files;

/// <summary>The bytes of .npy files, written by the format's description and not by the library.</summary>
internal static class NpyBytes
{
    /// <summary>A file of any version and dictionary; the dictionary is padded with spaces to a multiple of 64 and ends with a line feed.</summary>
    internal static byte[] Raw(int version, string dictionary, params byte[] data)
    {
        int prefix = version == 1 ? 10 : 12;
        byte[] text = Encoding.UTF8.GetBytes(dictionary);
        byte[] bytes = new byte[((prefix + text.Length + 64) / 64 * 64) + data.Length];
        int length = bytes.Length - data.Length - prefix;
        bytes.AsSpan().Fill((byte)' ');
        byte[] magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', (byte)version, 0];
        magic.CopyTo(bytes, 0);
        if (version == 1)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)length);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), (uint)length);
        }

        text.CopyTo(bytes, prefix);
        bytes[prefix + length - 1] = (byte)'\n';
        data.CopyTo(bytes, prefix + length);
        return bytes;
    }

    /// <summary>A file of version 1.0 with values as they are in memory.</summary>
    internal static byte[] Of<T>(string type, string shape, T[] values, bool isFortran = false)
        where T : unmanaged => Raw(
            1,
            $"{{'descr': '{type}', 'fortran_order': {(isFortran ? "True" : "False")}, 'shape': {shape}, }}",
            MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
}
