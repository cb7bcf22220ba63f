using System.Globalization;

namespace Gnn.QuikGraph;

/// <summary>Makes node columns of what is known of vertices.</summary>
internal static class VertexColumns
{
    /// <summary>The class of each vertex, -1 for none, and the names of the classes in ordinal order.</summary>
    public static (int[] Labels, string[] ClassNames) Labels<TVertex>(TVertex[] vertices, Func<TVertex, string?> label)
    {
        string?[] names = Array.ConvertAll(vertices, vertex => label(vertex));
        string[] classNames = [.. names.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return (Array.ConvertAll(names, name => name is null ? -1 : Array.BinarySearch(classNames, name, StringComparer.Ordinal)), classNames);
    }

    /// <summary>The features of all vertices, row-major, and how many each has.</summary>
    public static (float[] Values, int Width) Features<TVertex>(TVertex[] vertices, Func<TVertex, float[]> features)
    {
        float[] values = [];
        int width = 0;
        for (int row = 0; row < vertices.Length; row++)
        {
            float[] own = features(vertices[row]) ?? throw Wrong(vertices[row], row, "has no features (null); give each vertex as many numbers");
            if (row == 0)
            {
                width = own.Length;
                values = new float[checked(vertices.Length * width)];
            }

            if (own.Length != width)
            {
                throw Wrong(vertices[row], row, $"has {own.Length} features, but '{vertices[0]}' has {width}; give each vertex as many");
            }

            int wrong = Array.FindIndex(own, value => !float.IsFinite(value));
            if (wrong >= 0)
            {
                throw Wrong(vertices[row], row, string.Create(CultureInfo.InvariantCulture, $"has {own[wrong]} as feature {wrong}; features must be finite"));
            }

            own.CopyTo(values, row * width);
        }

        return (values, width);
    }

    private static ArgumentException Wrong<TVertex>(TVertex vertex, int row, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Vertex {row} ('{vertex}') {what}."));
}
