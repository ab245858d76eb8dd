using Reelmill.Core;
using Reelmill.Vision.Packages;
using YamlDotNet.Core;

namespace Reelmill.Vision.Models;

/// <summary>Reads models.yaml.</summary>
internal static class ModelsYaml
{
    private static readonly string[] Keys = ["name", "task", "file", "sha256", "preset", "output", "labels", "input", "source", "licence", "npm", "nuget"];

    /// <summary>Reads every model of a file.</summary>
    /// <param name="reader">The file's text.</param>
    /// <param name="path">What messages call the file.</param>
    /// <param name="folder">The folder that holds the models; null for all that are known.</param>
    /// <exception cref="ModelException"><c>models_invalid</c>: it breaks a rule; the message names the line.</exception>
    public static IReadOnlyList<ModelEntry> Read(TextReader reader, string path, string? folder)
    {
        try
        {
            return PlainYaml.Read(reader) is { } root
                ? [.. new YamlGroup(path, root, ["models"]).List("models").Select(node => Entry(new YamlGroup(path, node, Keys), folder))]
                : [];
        }
        catch (YamlException e)
        {
            throw Invalid(path, e.Start.Line, e.Message);
        }
    }

    /// <summary>What all errors of these files are.</summary>
    public static ModelException Invalid(string path, long line, string message) =>
        new("models_invalid", $"Reading {path}, line {line}: {message.TrimEnd('.')}. Mend it.");

    private static ModelEntry Entry(YamlGroup group, string? folder)
    {
        var preset = Preset(group);
        return new ModelEntry(group.Text("name"), Task(group), group.Text("file"), group.Text("sha256"), preset, InputYaml.Read(group, preset.Input))
        {
            Labels = group.Texts("labels") is { Count: > 0 } labels ? labels : preset.Labels,
            Output = group.TextOr("output", null),
            Source = group.TextOr("source", null) ?? string.Empty,
            Licence = group.TextOr("licence", null) ?? string.Empty,
            Package = Package(group),
            Folder = folder,
        };
    }

    private static ModelPackage? Package(YamlGroup group) =>
        Package(group, "npm", PackageRegistry.Npm) ?? Package(group, "nuget", PackageRegistry.NuGet);

    private static ModelPackage? Package(YamlGroup group, string key, PackageRegistry registry) => group.Group(key, ["package", "path"]) switch
    {
        null => null,
        var package => new ModelPackage(
            PackageId.Parse(registry, package.Text("package")) ?? throw package.Invalid("package", "a package is written as name@version"), package.Text("path")),
    };

    private static ModelTask Task(YamlGroup group) => Enum.TryParse<ModelTask>(group.Text("task"), ignoreCase: true, out var task) && Enum.IsDefined(task)
        ? task
        : throw group.Invalid("task", "a task is embed, detect or classify");

    private static ModelPreset Preset(YamlGroup group)
    {
        var name = group.Text("preset");
        if (ModelPreset.All.FirstOrDefault(p => p.Name == name) is { } preset)
        {
            return preset;
        }

        var names = ModelPreset.All.Select(static p => p.Name).ToArray();
        var near = NearestName.Find(name, names) is { } nearest ? $"; did you mean '{nearest}'?" : string.Empty;
        throw group.Invalid("preset", $"there is no preset '{name}', only {string.Join(", ", names)}{near}");
    }
}
