namespace Gnn.Tensors.Engines.Kernels;

/// <summary>How the heads of a row are taken in groups whose columns fit a buffer on the stack: at most as many as lanes.</summary>
internal static unsafe class HeadGroup
{
    /// <summary>The most columns of a group, and of a head.</summary>
    public const int MaxWidth = 2048;

    /// <summary>The floats of a buffer for a group's columns: vectors reach past its end.</summary>
    public const int Floats = MaxWidth + (2 * HeadBlock.MaxLanes);

    /// <summary>The heads of a group.</summary>
    public static int Size(long headWidth, int lanes) => (int)Math.Clamp(MaxWidth / headWidth, 1, lanes);

    /// <summary>Fills in each column's head in its group, and as many columns more as there are lanes.</summary>
    public static void FillHeads(int* headOf, long width, long headWidth)
    {
        int size = Size(headWidth, VectorWidth.Lanes);
        for (long column = 0; column < width + VectorWidth.Lanes; column++)
        {
            headOf[column] = column < width ? (int)(column / headWidth % size) : 0;
        }
    }
}
