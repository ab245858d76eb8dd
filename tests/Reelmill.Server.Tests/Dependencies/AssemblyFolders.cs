using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Reelmill.Server.Tests.Dependencies;

/// <summary>Reads the dependencies between the folders of a project from its compiled assembly. A folder is a namespace one level below the root.</summary>
internal static class AssemblyFolders
{
    /// <summary>Gets the dependencies between folders, each with the types that cause it.</summary>
    public static IReadOnlyDictionary<(string From, string To), IReadOnlySet<string>> GetUses(string path)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(path);
        var root = assembly.Name.Name;
        var uses = new Dictionary<(string, string), IReadOnlySet<string>>();
        foreach (var type in assembly.MainModule.GetTypes().Where(t => GetFolder(t, root) is not null))
        {
            foreach (var used in GetTypes(type).SelectMany(static t => GetParts(t)).Where(t => t.Scope == assembly.MainModule))
            {
                if (GetFolder(type, root) is { } from && GetFolder(used, root) is { } to && from != to)
                {
                    uses.TryAdd((from, to), new HashSet<string>(StringComparer.Ordinal));
                    ((HashSet<string>)uses[(from, to)]).Add($"{GetOutermost(type).Name} uses {GetOutermost(used).Name}");
                }
            }
        }

        return uses;
    }

    /// <summary>Finds the dependencies that are part of a cycle.</summary>
    public static IReadOnlyList<string> FindCycles(IReadOnlyDictionary<(string From, string To), IReadOnlySet<string>> uses)
    {
        var reach = uses.Keys.Select(static k => k.From).Distinct(StringComparer.Ordinal).ToDictionary(static f => f, f => Reach(f, uses), StringComparer.Ordinal);
        return [.. uses.Where(u => reach.TryGetValue(u.Key.To, out var back) && back.Contains(u.Key.From))
            .Select(static u => $"{u.Key.From} -> {u.Key.To}: {string.Join(", ", u.Value.Order(StringComparer.Ordinal).Take(5))}").Order(StringComparer.Ordinal)];
    }

    private static HashSet<string> Reach(string folder, IReadOnlyDictionary<(string From, string To), IReadOnlySet<string>> uses)
    {
        var (seen, open) = (new HashSet<string>(StringComparer.Ordinal), new Stack<string>([folder]));
        while (open.TryPop(out var from))
        {
            foreach (var to in uses.Keys.Where(k => k.From == from).Select(static k => k.To).Where(seen.Add))
            {
                open.Push(to);
            }
        }

        return seen;
    }

    /// <summary>Gets the folder of a type. Types in the root namespace count as below all folders; compiler-generated types have no folder.</summary>
    private static string? GetFolder(TypeReference type, string root) =>
        GetOutermost(type).Namespace is var name && name.StartsWith(root + ".", StringComparison.Ordinal) ? name[(root.Length + 1)..].Split('.')[0]
        : name == root ? "(root)"
        : null;

    private static TypeReference GetOutermost(TypeReference type) => type.DeclaringType is { } outer ? GetOutermost(outer) : type;

    private static IEnumerable<TypeReference> GetTypes(TypeDefinition type) =>
    [
        .. type.BaseType is { } parent ? [parent] : Array.Empty<TypeReference>(),
        .. type.Interfaces.Select(static i => i.InterfaceType),
        .. type.CustomAttributes.Select(static a => a.AttributeType),
        .. type.Fields.Select(static f => f.FieldType),
        .. type.Methods.SelectMany(GetTypes),
    ];

    private static IEnumerable<TypeReference> GetTypes(MethodDefinition method) =>
    [
        method.ReturnType,
        .. method.Parameters.Select(static p => p.ParameterType),
        .. method.HasBody ? method.Body.Variables.Select(static v => v.VariableType) : [],
        .. method.HasBody ? method.Body.Instructions.SelectMany(GetTypes) : [],
    ];

    private static IEnumerable<TypeReference> GetTypes(Instruction instruction) => instruction.Operand switch
    {
        GenericInstanceMethod method => [method.DeclaringType, method.ReturnType, .. method.GenericArguments],
        MethodReference method => [method.DeclaringType, method.ReturnType],
        FieldReference field => [field.DeclaringType, field.FieldType],
        TypeReference type => [type],
        _ => [],
    };

    private static IEnumerable<TypeReference> GetParts(TypeReference type) => type switch
    {
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(GetParts)],
        TypeSpecification special => GetParts(special.ElementType),
        _ => [type],
    };
}
