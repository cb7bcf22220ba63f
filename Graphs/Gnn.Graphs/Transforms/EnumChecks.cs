using System.Runtime.CompilerServices;

namespace Gnn.Graphs.Transforms;

/// <summary>What is checked of an argument of an enumeration.</summary>
internal static class EnumChecks
{
    public static void CheckDefined<T>(T value, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"'{name}' must be one of {string.Join(", ", Enum.GetNames<T>())}, got {value}.");
        }
    }
}
