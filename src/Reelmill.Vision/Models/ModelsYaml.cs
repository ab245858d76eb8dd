using Reelmill.Core;
using Reelmill.Vision.Packages;
using YamlDotNet.Core;

namespace Reelmill.Vision.Models;

/// <summary>Reads model lists (models.yaml).</summary>
internal static class ModelsYaml
{
    private static readonly string[] Keys = ["name", "task", "file", "sha256", "preset", "output", "labels", "input", "source", "licence", "npm", "nuget"];

    /// <summary>Reads all models of a list.</summary>
    /// <param name="reader">The text of the file.</param>
    /// <param name="path">The path for error messages.</param>
    /// <param name="folder">The only folder of the models; null for all folders of the registry.</param>
    /// <exception cref="ModelException"><c>models_invalid</c>: the list is not valid; the message names the line.</exception>
    public static IReadOnlyList<ModelEntry> Read(TextReader reader, string path, string? folder)
    {
        try
        {
            return RestrictedYaml.Read(reader) is { } root
                ? [.. new YamlMapping(path, root, ["models"]).GetList("models").Select(node => ReadEntry(new YamlMapping(path, node, Keys), folder))]
                : [];
        }
        catch (YamlException e)
        {
            throw Invalid(path, e.Start.Line, e.Message);
        }
    }

    /// <summary>Creates the exception for an invalid list.</summary>
    public static ModelException Invalid(string path, long line, string message) =>
        new("models_invalid", $"Reading {path}, line {line}: {message.TrimEnd('.')}. Correct the file.");

    private static ModelEntry ReadEntry(YamlMapping mapping, string? folder)
    {
        var preset = ReadPreset(mapping);
        return new ModelEntry(mapping.GetText("name"), ReadTask(mapping), mapping.GetText("file"), mapping.GetText("sha256"), preset, InputYaml.Read(mapping, preset.Input))
        {
            Labels = mapping.GetTexts("labels") is { Count: > 0 } labels ? labels : preset.Labels,
            Output = mapping.GetTextOr("output", null),
            Source = mapping.GetTextOr("source", null) ?? string.Empty,
            License = mapping.GetTextOr("licence", null) ?? string.Empty,
            Package = ReadPackage(mapping),
            Folder = folder,
        };
    }

    private static ModelPackage? ReadPackage(YamlMapping mapping) =>
        ReadPackage(mapping, "npm", PackageRegistry.Npm) ?? ReadPackage(mapping, "nuget", PackageRegistry.NuGet);

    private static ModelPackage? ReadPackage(YamlMapping mapping, string key, PackageRegistry registry) => mapping.GetMapping(key, ["package", "path"]) switch
    {
        null => null,
        var package => new ModelPackage(
            PackageId.Parse(registry, package.GetText("package")) ?? throw package.Invalid("package", "a package must be written as name@version"), package.GetText("path")),
    };

    private static ModelTask ReadTask(YamlMapping mapping) => Enum.TryParse<ModelTask>(mapping.GetText("task"), ignoreCase: true, out var task) && Enum.IsDefined(task)
        ? task
        : throw mapping.Invalid("task", "the task must be embed, detect or classify");

    private static ModelPreset ReadPreset(YamlMapping mapping)
    {
        var name = mapping.GetText("preset");
        if (ModelPreset.All.FirstOrDefault(p => p.Name == name) is { } preset)
        {
            return preset;
        }

        var names = ModelPreset.All.Select(static p => p.Name).ToArray();
        var near = NearestName.Find(name, names) is { } nearest ? $"; did you mean '{nearest}'?" : string.Empty;
        throw mapping.Invalid("preset", $"the preset '{name}' does not exist; the presets are {string.Join(", ", names)}{near}");
    }
}
