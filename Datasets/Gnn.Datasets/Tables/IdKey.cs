using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Gnn.Datasets.Tables;

/// <summary>An id in a block of text, hashed: where it starts and how long it is; a length of -1 is a missing one.</summary>
internal readonly record struct IdKey(uint Hash, int Start, int Length)
{
    private const ulong Odd = 0x9E3779B97F4A7C15;

    // A secret of this process: no file can be made whose ids all meet in one place of the table. Node numbers do not depend on it.
    private static readonly ulong Secret = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) | 1;

    internal static IdKey Missing => new(0, 0, -1);

    internal static unsafe IdKey Of(byte* text, int start, int length) => new(HashOf(text + start, length), start, length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe uint HashOf(byte* id, int length)
    {
        Debug.Assert(length >= 0, "a missing id has no hash");
        ulong hash = Secret ^ (ulong)length;
        while (length > 8)
        {
            hash = Mix(hash ^ Unsafe.ReadUnaligned<ulong>(id));
            id += 8;
            length -= 8;
        }

        ulong last = 0;
        for (int i = 0; i < length; i++)
        {
            last |= (ulong)id[i] << (8 * i);
        }

        hash = Mix(hash ^ last);
        return (uint)(hash ^ (hash >> 32));
    }

    internal static unsafe uint HashOf(ReadOnlySpan<byte> id)
    {
        fixed (byte* bytes = &MemoryMarshal.GetReference(id))
        {
            return HashOf(bytes, id.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong value)
    {
        ulong high = Math.BigMul(value ^ Secret, Odd, out ulong low);
        return high ^ low;
    }
}
