using System.Text;
using System.Text.RegularExpressions;
using Reelmill.Core;
using Reelmill.Core.Files;

namespace Reelmill.Vision.Models;

/// <summary>A model that somebody adds.</summary>
internal sealed partial record NewModel(string Name, string File, ModelTask Task, string Preset)
{
    /// <summary>Copies the file into the first folder that can be written, and writes its entry into the folder's list.</summary>
    public static ModelEntry Add(IReadOnlyList<string> folders, string listName, NewModel model)
    {
        if (!PlainName().IsMatch(model.Name))
        {
            throw new ModelException("model_unsuited", $"Adding {model.File}: a model's name is made of letters, digits, '.', '_' and '-', not '{model.Name}'.");
        }

        var preset = model.FindPreset();
        var bytes = ModelFile.Read($"Adding {model.Name}", model.File);
        ModelFile.CheckWhole($"Adding {model.Name}: {model.File}", bytes);
        var folder = ModelFolders.FirstWritable(folders);
        var entry = new ModelEntry(model.Name, model.Task, $"{model.Name}.onnx", ModelFile.Hash(bytes), preset, preset.Input)
        {
            Labels = preset.Labels,
            Source = Path.GetFullPath(model.File),
            Folder = folder,
        };
        var list = Path.Combine(folder, listName);
        var text = WithEntry(list, entry);

        // The list comes last: it never names a file that is not there.
        ModelFile.Write(Path.Combine(folder, entry.File), bytes);
        ModelFile.Write(list, Encoding.UTF8.GetBytes(text));
        return entry;
    }

    /// <summary>The list with one entry more; what is there keeps its comments and its order.</summary>
    /// <exception cref="ModelException"><c>models_invalid</c>: the list is laid out so that nothing can be put at its end.</exception>
    private static string WithEntry(string list, ModelEntry entry)
    {
        var text = (RegularFile.Exists(list) ? ReadList(list).TrimEnd() + "\n" : "models:\n") + Yaml(entry);
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
            // Said below: the file itself is in order, since it was read before.
        }

        throw new ModelException("models_invalid", $"Adding {entry.Name}: nothing can be put at the end of {list}. Write its models one below the other, or add this by hand:\n{Yaml(entry)}");
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
                : throw new ModelException("model_unsuited", $"Adding {Name}: the preset {Preset} is not for the task {Task.ToString().ToLowerInvariant()}.");
        }

        var names = ModelPreset.All.Select(static p => p.Name).ToArray();
        var near = NearestName.Find(Preset, names) is { } nearest ? $" Did you mean '{nearest}'?" : string.Empty;
        throw new ModelException("model_unsuited", $"Adding {Name}: there is no preset '{Preset}', only {string.Join(", ", names)}.{near}");
    }

    /// <summary>The entry as an item of the list <c>models</c>, which must be the file's last key.</summary>
    private static string Yaml(ModelEntry entry)
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
