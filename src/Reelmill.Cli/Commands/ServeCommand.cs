using System.CommandLine;
using System.Net;
using Reelmill.Cli.Display;
using Reelmill.Core;
using Reelmill.Library.Files;
using Reelmill.Pipelines.Services;
using Reelmill.Pipelines.Settings;
using Reelmill.Server.Access;
using Reelmill.Server.Hosting;
using Reelmill.Server.Http;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill serve</c>: runs the server: jobs over HTTP, and the web page.</summary>
internal static class ServeCommand
{
    private const int MinThreads = 64;

    public static Command Create()
    {
        var library = new Option<string>("--library", "-l") { Description = "The folder of the library.", Required = true, HelpName = "DIR" };
        var host = new Option<string>("--host") { Description = "The address to listen on; a non-loopback address requires an API key.", HelpName = "ADDRESS", DefaultValueFactory = static _ => "127.0.0.1" };
        var port = new Option<int>("--port") { Description = "The port to listen on; 0 for any free port.", HelpName = "PORT", DefaultValueFactory = static _ => 8080 };
        var names = new Option<string[]>("--name") { Description = "An additional host name that the server answers to, such as that of a reverse proxy.", HelpName = "HOST" };
        var networks = new Option<string[]>("--allow-network") { Description = "Allow inputs and webhooks in this non-public network.", HelpName = "CIDR" };
        var jobs = new Option<int>("--jobs") { Description = "The number of jobs that run at once.", HelpName = "NUMBER", DefaultValueFactory = static _ => 8 };
        var keep = new Option<string>("--keep-jobs") { Description = "How long to keep ended jobs.", HelpName = "DURATION", DefaultValueFactory = static _ => "30d" };
        var upload = new Option<string>("--max-upload") { Description = "The maximum size of an upload.", HelpName = "SIZE", DefaultValueFactory = static _ => "8GiB" };
        var uploads = new Option<string>("--keep-uploads") { Description = "The maximum total size of uploads; the least recently used ones of ended jobs are deleted first.", HelpName = "SIZE", DefaultValueFactory = static _ => "100GiB" };
        var free = new Option<string?>("--min-free") { Description = "Refuse uploads while the library's disk has less free space [default: 5 % of the disk, at most 1GiB].", HelpName = "SIZE" };
        var page = new Option<string?>("--page") { Description = "The folder of the web page [default: 'web' beside the program].", HelpName = "DIR" };
        var command = new Command("serve", "Serve the HTTP API and the web page, and run submitted jobs.") { library, host, port, names, networks, jobs, keep, upload, uploads, free, page };
        command.SetAction((parsed, _) => RunAsync(WithPage(parsed.GetValue(page), new ServerOptions
        {
            Library = Path.GetFullPath(parsed.GetRequiredValue(library)),
            Host = parsed.GetRequiredValue(host),
            Port = parsed.GetValue(port),
            Token = TakeToken(),
            Names = parsed.GetValue(names) ?? [],
            AllowedNetworks = [.. (parsed.GetValue(networks) ?? []).Select(ParseNetwork)],
            Jobs = parsed.GetValue(jobs),
            KeepJobs = SettingValue.Duration("--keep-jobs", parsed.GetRequiredValue(keep), "0s", "36500d"),
            MaxUploadBytes = SettingValue.Size("--max-upload", parsed.GetRequiredValue(upload), "1B", "1024TiB"),
            KeepUploadBytes = SettingValue.Size("--keep-uploads", parsed.GetRequiredValue(uploads), "0B", "1024TiB"),
            MinFreeBytes = parsed.GetValue(free) is { } size ? SettingValue.Size("--min-free", size, "0B", "1024TiB") : null,
        })));
        return command.WithExamples(
            "reelmill serve --library out",
            "reelmill serve --library out --host 0.0.0.0 --port 80 --name media.example.org",
            "reelmill serve --library out --allow-network 10.0.0.0/8");
    }

    private static ServerOptions WithPage(string? page, ServerOptions options) => page is null ? options : options with { PageFolder = Path.GetFullPath(page) };

    private static async Task<int> RunAsync(ServerOptions options)
    {
        // Blocking disk writes occupy pool threads, and the pool adds new threads only every half second. Requests must not wait for that.
        ThreadPool.SetMinThreads(MinThreads, MinThreads);
        FileModes.MatchLibrary(options.Library);
        var hungUp = new CancellationSwitch();
        using var signal = HangUp.Handle(context =>
        {
            context.Cancel = true;
            hungUp.Cancel();
        });
        var space = new DiskSpaceWait(options.Library, static pause => Console.Error.WriteLine(pause.Text), "Ctrl-C ends the server.", TimeProvider.System, CancellationToken.None, CancellationToken.None);
        var server = await space.RepeatAsync(() => ServerHost.StartAsync(options, CancellationToken.None)).ConfigureAwait(false);
        await using var _ = server.ConfigureAwait(false);
        Console.Error.WriteLine($"Serving {options.Library} at {string.Join(", ", server.Addresses)}");
        if (server.Token is { } token)
        {
            // The only output of the token, past the writer that redacts secrets in URLs.
            await Terminal.RawError.WriteLineAsync($"Open {server.Addresses.First()}/?token={Uri.EscapeDataString(token)}").ConfigureAwait(false);
        }

        if (!File.Exists(Path.Combine(options.PageFolder, "index.html")))
        {
            Console.Error.WriteLine("The page is not built, so only the API is served. './run serve' builds the page when Node.js 18 or later is installed.");
        }

        await server.RunAsync(hungUp.Token).ConfigureAwait(false);
        return ExitCode.Done;
    }

    // Removed from the environment, because the child processes of jobs must not inherit the token.
    private static string? TakeToken()
    {
        var token = Environment.GetEnvironmentVariable(ServerToken.Variable);
        Environment.SetEnvironmentVariable(ServerToken.Variable, null);
        return string.IsNullOrEmpty(token) ? null : token;
    }

    private static IPNetwork ParseNetwork(string text) => IPNetwork.TryParse(text, out var network)
        ? network
        : throw new UsageException($"--allow-network: '{text}' is not a network. Use CIDR notation, such as 10.0.0.0/8 or fd00::/8.");
}
