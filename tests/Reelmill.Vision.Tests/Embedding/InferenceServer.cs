using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reelmill.Testing;
using Reelmill.Vision.Onnx;

namespace Reelmill.Vision.Tests.Embedding;

/// <summary>
/// An inference server with the KServe v2 protocol over HTTP and the binary tensor extension. It runs a real ONNX model
/// and fails on demand.
/// </summary>
internal sealed class InferenceServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly OnnxSession _session;
    private readonly string _model;
    private readonly Lock _gate = new();
    private int _inFlight;

    public InferenceServer(OnnxSession session, string model)
    {
        (_session, _model) = (session, model);
        Root = $"http://127.0.0.1:{LoopbackPort.Claim()}/";
        _listener.Prefixes.Add(Root);
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Root { get; }

    public string Address => $"{Root}{_model}";

    /// <summary>The batch size in the model configuration; 0 for a server without one.</summary>
    public int MaxBatch { get; init; }

    public bool Ready { get; set; } = true;

    /// <summary>Faulty responses for the next inference requests.</summary>
    public ConcurrentQueue<Func<HttpListenerContext, byte[], Task>> Faults { get; } = new();

    /// <summary>Awaited before each inference.</summary>
    public Func<Task> BeforeRun { get; set; } = static () => Task.CompletedTask;

    /// <summary>The number of images of each request.</summary>
    public ConcurrentQueue<int> Batches { get; } = new();

    /// <summary>The largest number of concurrent inference requests so far.</summary>
    public int MaxInFlight { get; private set; }

    public void Dispose()
    {
        _listener.Close();
        _session.Dispose();
    }

    public static async Task SendAsync(HttpListenerContext context, int status, byte[] body, int? headerLength = null)
    {
        context.Response.StatusCode = status;
        if (headerLength is { } length)
        {
            context.Response.Headers["Inference-Header-Content-Length"] = length.ToString(CultureInfo.InvariantCulture);
        }

        context.Response.ContentLength64 = body.Length;
        await context.Response.OutputStream.WriteAsync(body);
        context.Response.Close();
    }

    private static Task SendAsync(HttpListenerContext context, JsonNode json) => SendAsync(context, 200, Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static JsonArray Describe(IEnumerable<OnnxValueInfo> values) => [.. values.Select(static v => new JsonObject
    {
        ["name"] = v.Name,
        ["datatype"] = "FP32",
        ["shape"] = new JsonArray([.. v.Shape.Select(static d => JsonValue.Create(d))]),
    })];

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                _ = Task.Run(() => RespondAsync(context));
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }

    private async Task RespondAsync(HttpListenerContext context)
    {
        try
        {
            await (context.Request.Url!.AbsolutePath switch
            {
                "/v2" => SendAsync(context, new JsonObject { ["name"] = "test-server", ["version"] = "1.2" }),
                "/v2/health/ready" => SendAsync(context, Ready ? 200 : 400, []),
                var path when path == $"/v2/models/{_model}/ready" => SendAsync(context, 200, []),
                var path when path == $"/v2/models/{_model}" => SendAsync(context, new JsonObject
                {
                    ["name"] = _model,
                    ["versions"] = new JsonArray("1", "3"),
                    ["inputs"] = Describe(_session.Inputs),
                    ["outputs"] = Describe(_session.Outputs),
                }),
                var path when path == $"/v2/models/{_model}/config" && MaxBatch > 0 => SendAsync(context, new JsonObject { ["max_batch_size"] = MaxBatch }),
                var path when path == $"/v2/models/{_model}/infer" => InferAsync(context),
                _ => SendAsync(context, 404, "{\"error\":\"not found\"}"u8.ToArray()),
            });
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
        {
            context.Response.Abort();
        }
    }

    private async Task InferAsync(HttpListenerContext context)
    {
        lock (_gate)
        {
            MaxInFlight = Math.Max(MaxInFlight, ++_inFlight);
        }

        var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        await BeforeRun();
        lock (_gate)
        {
            _inFlight--;
        }

        var (response, headerLength) = Run(body.ToArray(), int.Parse(context.Request.Headers["Inference-Header-Content-Length"]!, CultureInfo.InvariantCulture));
        await (Faults.TryDequeue(out var fault) ? fault(context, response) : SendAsync(context, 200, response, headerLength));
    }

    private (byte[] Response, int HeaderLength) Run(byte[] body, int headerLength)
    {
        using var json = JsonDocument.Parse(body.AsMemory(0, headerLength));
        var input = json.RootElement.GetProperty("inputs")[0];
        var shape = input.GetProperty("shape").EnumerateArray().Select(static d => d.GetInt64()).ToArray();
        var bytes = body.AsSpan(headerLength);
        bytes.Length.ShouldBe(input.GetProperty("parameters").GetProperty("binary_data_size").GetInt32());
        Batches.Enqueue((int)shape[0]);
        var name = json.RootElement.GetProperty("outputs")[0].GetProperty("name").GetString()!;
        long[] outputShape = [shape[0], .. _session.Outputs.First(o => o.Name == name).Shape.Skip(1)];
        var output = new float[outputShape.Aggregate(1L, static (a, b) => a * b)];
        _session.Run(
            [new OnnxInput(input.GetProperty("name").GetString()!, MemoryMarshal.Cast<byte, float>(bytes).ToArray(), shape)], [new OnnxOutput(name, output, outputShape)]);
        var header = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["model_name"] = _model,
            ["outputs"] = new JsonArray(new JsonObject
            {
                ["name"] = name,
                ["datatype"] = "FP32",
                ["shape"] = new JsonArray([.. outputShape.Select(static d => JsonValue.Create(d))]),
                ["parameters"] = new JsonObject { ["binary_data_size"] = output.Length * sizeof(float) },
            }),
        }.ToJsonString());
        return ([.. header, .. MemoryMarshal.AsBytes<float>(output)], header.Length);
    }
}
