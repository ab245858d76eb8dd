using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Reelmill.Server.Tests.Rooms;

/// <summary>The folders of a project, as its compiled assembly shows them: its namespaces, one level below its own.</summary>
internal static class AssemblyFolders
{
    /// <summary>Which folders use which others, each with the types that do.</summary>
    public static IReadOnlyDictionary<(string From, string To), IReadOnlySet<string>> UsesOf(string path)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(path);
        var root = assembly.Name.Name;
        var uses = new Dictionary<(string, string), IReadOnlySet<string>>();
        foreach (var type in assembly.MainModule.GetTypes().Where(t => FolderOf(t, root) is not null))
        {
            foreach (var used in TypesIn(type).SelectMany(static t => Parts(t)).Where(t => t.Scope == assembly.MainModule))
            {
                if (FolderOf(type, root) is { } from && FolderOf(used, root) is { } to && from != to)
                {
                    uses.TryAdd((from, to), new HashSet<string>(StringComparer.Ordinal));
                    ((HashSet<string>)uses[(from, to)]).Add($"{Outer(type).Name} uses {Outer(used).Name}");
                }
            }
        }

        return uses;
    }

    /// <summary>The uses that lead back to where they begin.</summary>
    public static IReadOnlyList<string> CirclesIn(IReadOnlyDictionary<(string From, string To), IReadOnlySet<string>> uses)
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

    /// <summary>Types right in the project's namespace are below all folders; what the compiler makes has none.</summary>
    private static string? FolderOf(TypeReference type, string root) =>
        Outer(type).Namespace is var name && name.StartsWith(root + ".", StringComparison.Ordinal) ? name[(root.Length + 1)..].Split('.')[0]
        : name == root ? "(root)"
        : null;

    private static TypeReference Outer(TypeReference type) => type.DeclaringType is { } outer ? Outer(outer) : type;

    private static IEnumerable<TypeReference> TypesIn(TypeDefinition type) =>
    [
        .. type.BaseType is { } parent ? [parent] : Array.Empty<TypeReference>(),
        .. type.Interfaces.Select(static i => i.InterfaceType),
        .. type.CustomAttributes.Select(static a => a.AttributeType),
        .. type.Fields.Select(static f => f.FieldType),
        .. type.Methods.SelectMany(TypesIn),
    ];

    private static IEnumerable<TypeReference> TypesIn(MethodDefinition method) =>
    [
        method.ReturnType,
        .. method.Parameters.Select(static p => p.ParameterType),
        .. method.HasBody ? method.Body.Variables.Select(static v => v.VariableType) : [],
        .. method.HasBody ? method.Body.Instructions.SelectMany(TypesIn) : [],
    ];

    private static IEnumerable<TypeReference> TypesIn(Instruction instruction) => instruction.Operand switch
    {
        GenericInstanceMethod method => [method.DeclaringType, method.ReturnType, .. method.GenericArguments],
        MethodReference method => [method.DeclaringType, method.ReturnType],
        FieldReference field => [field.DeclaringType, field.FieldType],
        TypeReference type => [type],
        _ => [],
    };

    private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
        TypeSpecification special => Parts(special.ElementType),
        _ => [type],
    };
}
