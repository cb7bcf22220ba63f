using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Gnn.Tests.Architecture;

/// <summary>Writes the members that users of a type see, and nothing for the others.</summary>
internal static class MemberText
{
    /// <summary>The member as one line of text; null where users cannot see it or the compiler made it.</summary>
    public static string? Of(MemberInfo member) => member switch
    {
        _ when member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) || member.Name.Contains('<', StringComparison.Ordinal) => null,
        ConstructorInfo constructor when IsVisible(constructor) && !constructor.IsStatic => $"constructor {Access(constructor)}({Parameters(constructor)})",
        MethodInfo method when IsVisible(method) && IsPlain(method) => $"method {Modifiers(method)}{Signature(method, method.Name)}",
        PropertyInfo property => Property(property),
        FieldInfo field when field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly => Field(field),
        EventInfo happening when IsVisible(happening.AddMethod!) =>
            $"event {Modifiers(happening.AddMethod!)}{TypeText.Of(happening.EventHandlerType!)} {happening.Name}",
        _ => null,
    };

    /// <summary>A method's result, name, type parameters, parameters and constraints.</summary>
    public static string Signature(MethodInfo method, string name)
    {
        Type[] generic = method.GetGenericArguments();
        string parameters = generic.Length == 0 ? "" : $"<{string.Join(", ", generic.Select(type => type.Name))}>";
        return $"{Result(method.ReturnParameter)} {name}{parameters}({Parameters(method)}){TypeText.Constraints(generic)}";
    }

    private static string Result(ParameterInfo result)
    {
        string prefix = !result.ParameterType.IsByRef ? "" : HasAttribute(result, "IsReadOnlyAttribute") ? "ref readonly " : "ref ";
        return prefix + TypeText.Of(result.ParameterType, new NullabilityInfoContext().Create(result));
    }

    private static string? Property(PropertyInfo property)
    {
        MethodInfo? get = property.GetMethod is { } getter && IsVisible(getter) ? getter : null;
        MethodInfo? set = property.SetMethod is { } setter && IsVisible(setter) ? setter : null;
        if ((get ?? set) is not { } accessor)
        {
            return null;
        }

        bool isInit = set?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        ParameterInfo[] parameters = property.GetIndexParameters();
        string index = parameters.Length == 0 ? property.Name : $"this[{string.Join(", ", parameters.Select(Parameter))}]";
        string required = property.IsDefined(typeof(RequiredMemberAttribute), inherit: false) ? "required " : "";
        string reference = property.PropertyType.IsByRef ? "ref " : "";
        string type = TypeText.Of(property.PropertyType, new NullabilityInfoContext().Create(property));
        string accessors = (get is null ? "" : " get;") + (set is null ? "" : $" {(accessor == set ? "" : Access(set))}{(isInit ? "init" : "set")};");
        return $"property {Modifiers(accessor)}{required}{reference}{type} {index} {{{accessors} }}";
    }

    private static string Field(FieldInfo field)
    {
        string access = field.IsPublic ? "" : "protected ";
        string kind = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        string value = field.IsLiteral ? $" = {Constant(field.GetRawConstantValue(), field.FieldType)}" : "";
        return $"field {access}{kind}{TypeText.Of(field.FieldType, new NullabilityInfoContext().Create(field))} {field.Name}{value}";
    }

    private static string Parameters(MethodBase method)
    {
        string list = string.Join(", ", method.GetParameters().Select(Parameter));
        return method.IsDefined(typeof(ExtensionAttribute), inherit: false) ? "this " + list : list;
    }

    private static string Parameter(ParameterInfo parameter)
    {
        string prefix = parameter switch
        {
            { IsOut: true } => "out ",
            { ParameterType.IsByRef: true } => HasAttribute(parameter, "IsReadOnlyAttribute") ? "in " : "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute), inherit: false) || HasAttribute(parameter, "ParamCollectionAttribute") => "params ",
            _ => "",
        };
        string type = TypeText.Of(parameter.ParameterType, new NullabilityInfoContext().Create(parameter));
        string value = parameter.HasDefaultValue ? $" = {Constant(parameter.RawDefaultValue, parameter.ParameterType)}" : "";
        return $"{prefix}{type} {parameter.Name}{value}";
    }

    private static string Constant(object? value, Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            null => type.IsValueType && plain == type ? "default" : "null",
            string text => $"\"{text}\"",
            bool flag => flag ? "true" : "false",
            _ when plain.IsEnum => $"{TypeText.Of(plain)}.{Enum.ToObject(plain, value)}",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
    }

    private static string Modifiers(MethodInfo method)
    {
        string kind = (method.IsStatic, method.IsAbstract, method.IsVirtual && !method.IsFinal) switch
        {
            (true, true, _) => "static abstract ",
            (true, _, _) => "static ",
            _ when method.DeclaringType!.IsInterface => method.IsAbstract ? "" : "virtual ",
            (_, true, _) => "abstract ",
            (_, _, true) => method.GetBaseDefinition() == method ? "virtual " : "override ",
            _ => "",
        };
        return Access(method) + kind;
    }

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static bool IsVisible(MethodBase method) =>
        method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed);

    private static bool IsPlain(MethodInfo method) =>
        !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool HasAttribute(ParameterInfo parameter, string name) =>
        parameter.CustomAttributes.Any(attribute => attribute.AttributeType.Name == name);
}
