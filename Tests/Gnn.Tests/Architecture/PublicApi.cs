using System.Reflection;

namespace Gnn.Tests.Architecture;

/// <summary>Writes what an assembly shows to its users as sorted text: one line a type, one line a member.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The text of an assembly, ended by a line feed; empty for an assembly that shows nothing.</summary>
    public static string Of(Assembly assembly)
    {
        Type[] types = [.. assembly.GetExportedTypes().OrderBy(type => type.Namespace, StringComparer.Ordinal).ThenBy(TypeText.Name, StringComparer.Ordinal)];
        IEnumerable<string> spaces = types.GroupBy(type => type.Namespace).Select(space => $"namespace {space.Key}\n{string.Concat(space.Select(OfType))}");
        return string.Join("\n", spaces);
    }

    private static string OfType(Type type)
    {
        IEnumerable<string> members = type.BaseType == typeof(MulticastDelegate) ? [] : type.IsEnum ? EnumMembers(type) : Members(type);
        return $"  {Declaration(type)}\n{string.Concat(members.Select(member => $"    {member}\n"))}";
    }

    private static string Declaration(Type type)
    {
        string name = TypeText.Name(type);
        if (type.IsEnum)
        {
            return $"enum {name} : {TypeText.Of(Enum.GetUnderlyingType(type))}";
        }

        if (type.BaseType == typeof(MulticastDelegate))
        {
            return $"delegate {MemberText.Signature(type.GetMethod("Invoke")!, name)}";
        }

        string[] bases = [.. Bases(type)];
        string list = bases.Length == 0 ? "" : " : " + string.Join(", ", bases);
        return $"{Modifiers(type)}{Keyword(type)} {name}{list}{TypeText.Constraints(type.GetGenericArguments())}";
    }

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
        {
            yield return TypeText.Of(parent);
        }

        IEnumerable<Type> inherited = type.BaseType?.GetInterfaces() ?? [];
        Type[] own = [.. type.GetInterfaces().Except(inherited)];
        foreach (string name in own.Except(own.SelectMany(face => face.GetInterfaces())).Where(face => face.IsVisible)
            .Select(face => TypeText.Of(face)).Order(StringComparer.Ordinal))
        {
            yield return name;
        }
    }

    private static string Modifiers(Type type)
    {
        if (type.IsValueType)
        {
            bool isReadOnly = type.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "IsReadOnlyAttribute");
            return (isReadOnly ? "readonly " : "") + (type.IsByRefLike ? "ref " : "");
        }

        return (type.IsInterface, type.IsAbstract, type.IsSealed) switch
        {
            (true, _, _) => "",
            (_, true, true) => "static ",
            (_, true, false) => "abstract ",
            (_, false, true) => "sealed ",
            _ => "",
        };
    }

    private static string Keyword(Type type)
    {
        bool isRecord = type.GetMethod("<Clone>$", Declared) is not null || (type.IsValueType && type.GetMethod("PrintMembers", Declared) is not null);
        string kind = type.IsInterface ? "interface" : type.IsValueType ? "struct" : "class";
        return !isRecord ? kind : type.IsValueType ? "record struct" : "record";
    }

    private static IEnumerable<string> EnumMembers(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), null)}");

    private static IEnumerable<string> Members(Type type) =>
        type.GetMembers(Declared).Select(member => (member.Name, Text: MemberText.Of(member))).Where(member => member.Text is not null)
            .OrderBy(member => member.Text!.Split(' ')[0], StringComparer.Ordinal)
            .ThenBy(member => member.Name, StringComparer.Ordinal)
            .ThenBy(member => member.Text, StringComparer.Ordinal)
            .Select(member => member.Text!);
}
