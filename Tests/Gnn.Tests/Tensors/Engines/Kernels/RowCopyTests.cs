using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Memory;
using NUnit.Framework;

namespace Gnn.Tests.Tensors.Engines.Kernels;

[TestFixture]
internal sealed unsafe class RowCopyTests
{
    private static readonly int[] Index = [4, 0, 4, 2, 1, 1, 3, 0, 4, 4, 2, 1, 0, 3, 3, 2, 1];

    /// <summary>Every length of a row, from unaligned places of the table, and not a byte beside the rows of the run.</summary>
    [Test]
    public void Gather_EveryLength_CopiesRowsAndNothingElse([Values] bool streams, [Values(0, 1, 4)] int shift)
    {
        for (int rowBytes = 0; rowBytes <= 1100; rowBytes += rowBytes < 300 ? 1 : 100)
        {
            using var table = new NativeArray<byte>((5 * rowBytes) + shift);
            using var result = new NativeArray<byte>(Index.Length * (long)rowBytes);
            for (int at = 0; at < 5 * rowBytes; at++)
            {
                table.Pointer[at + shift] = (byte)(at * 31 % 251);
            }

            result.Span().Fill(255);
            fixed (int* index = Index)
            {
                RowCopy.Gather(table.Pointer + shift, index, result.Pointer, 3, Index.Length - 2, rowBytes, streams);
            }

            for (int row = 0; row < Index.Length; row++)
            {
                ReadOnlySpan<byte> got = result.Span(row * (long)rowBytes, rowBytes);
                bool isRight = row >= 3 && row < Index.Length - 2
                    ? got.SequenceEqual(table.Span(shift + (Index[row] * (long)rowBytes), rowBytes))
                    : got.IndexOfAnyExcept((byte)255) < 0;
                Assert.That(isRight, $"row {row} of {rowBytes} bytes");
            }
        }
    }

    [Test]
    public void Gather_WideIndex_CopiesRows()
    {
        int[] table = [10, 20, 30];
        long[] index = [2, 0, 2, 1];
        int[] result = new int[4];
        fixed (int* from = table, to = result)
        fixed (long* at = index)
        {
            RowCopy.Gather((byte*)from, at, (byte*)to, 0, 4, sizeof(int), streams: false);
        }

        Assert.That(result, Is.EqualTo(new[] { 30, 10, 30, 20 }));
    }
}
