using System.Text;
using System.Text.RegularExpressions;
using Reelmill.Core;
using Reelmill.Core.Files;

namespace Reelmill.Vision.Models;

/// <summary>A model to be added to the registry.</summary>
internal sealed partial record NewModel(string Name, string File, ModelTask Task, string Preset)
{
    /// <summary>Copies the file to the first writable folder and appends an entry to the list of that folder.</summary>
    public static ModelEntry Add(IReadOnlyList<string> folders, string listName, NewModel model)
    {
        if (!PlainName().IsMatch(model.Name))
        {
            throw new ModelException("model_unsuited", $"Adding {model.File}: the name '{model.Name}' is not valid. Use letters, digits, '.', '_' and '-'.");
        }

        var preset = model.FindPreset();
        var bytes = ModelFile.Read($"Adding {model.Name}", model.File);
        ModelFile.CheckSelfContained($"Adding {model.Name}: {model.File}", bytes);
        var folder = ModelFolders.FindWritable(folders);
        var entry = new ModelEntry(model.Name, model.Task, $"{model.Name}.onnx", ModelFile.Hash(bytes), preset, preset.Input)
        {
            Labels = preset.Labels,
            Source = Path.GetFullPath(model.File),
            Folder = folder,
        };
        var list = Path.Combine(folder, listName);
        var text = AppendEntry(list, entry);

        // The list is written last, so it never refers to a missing file.
        ModelFile.Write(Path.Combine(folder, entry.File), bytes);
        ModelFile.Write(list, Encoding.UTF8.GetBytes(text));
        return entry;
    }

    /// <summary>Returns the text of the list with an additional entry; existing comments and order are preserved.</summary>
    /// <exception cref="ModelException"><c>models_invalid</c>: the layout of the list does not allow appending.</exception>
    private static string AppendEntry(string list, ModelEntry entry)
    {
        var text = (RegularFile.Exists(list) ? ReadList(list).TrimEnd() + "\n" : "models:\n") + FormatEntry(entry);
        try
        {
            using var reader = new StringReader(text);
            if (ModelsYaml.Read(reader, list, entry.Folder).Any(e => e.Name == entry.Name))
            {
                return text;
            }
        }
        catch (ModelException)
        {
            // Reported below. The list itself is valid, because the registry has read it.
        }

        throw new ModelException("models_invalid", $"Adding {entry.Name}: no entry can be appended to {list}. Write its models in block style, or add this by hand:\n{FormatEntry(entry)}");
    }

    private static string ReadList(string list)
    {
        using var reader = RegularFile.OpenText(list);
        return reader.ReadToEnd();
    }

    private ModelPreset FindPreset()
    {
        if (ModelPreset.All.FirstOrDefault(p => p.Name == Preset) is { } preset)
        {
            return preset.Task == ModelTask.Detect == (Task == ModelTask.Detect)
                ? preset
                : throw new ModelException("model_unsuited", $"Adding {Name}: the preset {Preset} does not support the task {Task.ToString().ToLowerInvariant()}.");
        }

        var names = ModelPreset.All.Select(static p => p.Name).ToArray();
        var near = NearestName.Find(Preset, names) is { } nearest ? $" Did you mean '{nearest}'?" : string.Empty;
        throw new ModelException("model_unsuited", $"Adding {Name}: the preset '{Preset}' does not exist; the presets are {string.Join(", ", names)}.{near}");
    }

    /// <summary>Formats an entry as an item of the key <c>models</c>, which must be the last key of the file.</summary>
    private static string FormatEntry(ModelEntry entry)
    {
        var yaml = new StringBuilder();
        yaml.Append($"  - name: {entry.Name}\n");
        yaml.Append($"    task: {entry.Task.ToString().ToLowerInvariant()}\n");
        yaml.Append($"    file: {entry.File}\n");
        yaml.Append($"    sha256: {entry.Sha256}\n");
        yaml.Append($"    preset: {entry.Preset.Name}\n");
        yaml.Append($"    source: '{entry.Source.Replace("'", "''", StringComparison.Ordinal)}'\n");
        return yaml.ToString();
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$", RegexOptions.None, 1000)]
    private static partial Regex PlainName();
}
