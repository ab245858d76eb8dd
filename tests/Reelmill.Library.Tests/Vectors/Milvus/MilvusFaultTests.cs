using Microsoft.AspNetCore.Http;
using Reelmill.Core;
using Reelmill.Library.Vectors;
using Reelmill.Library.Vectors.Milvus;
using Reelmill.Testing.Milvus;

namespace Reelmill.Library.Tests.Vectors.Milvus;

/// <summary>Behavior of the store when the server fails.</summary>
public sealed class MilvusFaultTests : IAsyncLifetime
{
    private const string Name = "faces";

    private StubMilvus _server = null!;
    private IVectorStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await StubMilvus.StartAsync();
        _store = _server.Open();
        await _store.CreateAsync(Name, 2, SampleVectors.Embedder, default);
        _server.Requests.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(8)]
    [InlineData(1807)]
    public async Task A_rate_limit_is_waited_for(int code)
    {
        FailFirst(3, context => StubMilvus.RefuseAsync(context, code, "rate limit exceeded"));

        await WriteAsync();

        (await _store.ListAsync(default)).Single().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_transient_status_is_retried(int status)
    {
        FailFirst(2, context =>
        {
            context.Response.StatusCode = status;
            return Task.FromResult(true);
        });

        await WriteAsync();
    }

    [Fact]
    public async Task A_broken_connection_is_retried()
    {
        FailFirst(2, static context =>
        {
            context.Abort();
            return Task.FromResult(true);
        });

        await WriteAsync();
    }

    [Fact]
    public async Task A_permanent_rate_limit_fails_the_call_as_transient()
    {
        _server.Fault = static context => StubMilvus.RefuseAsync(context, 1807, "rate limit exceeded");

        var error = await Should.ThrowAsync<ItemException>(WriteAsync());

        (error.Code, error.IsTransient).ShouldBe(("store_failed", true));
        error.Message.ShouldContain("code 1807 (rate limit exceeded), 5 times in a row");
        _server.Requests.Count.ShouldBe(5);
    }

    [Theory]
    [InlineData(1100)]
    [InlineData(1802)]
    [InlineData(1804)]
    public async Task A_request_that_the_server_never_accepts_fails_at_once(int code)
    {
        _server.Fault = context => StubMilvus.RefuseAsync(context, code, "no");

        var error = await Should.ThrowAsync<ItemException>(WriteAsync());

        (error.Code, error.IsTransient).ShouldBe(("store_failed", false));
        _server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_token_ends_the_run_and_is_not_quoted()
    {
        await using var store = _server.Open("root:wrong-secret");

        var error = await Should.ThrowAsync<PipelineException>(store.ListAsync(default));

        error.Code.ShouldBe("store_failed");
        error.Message.ShouldContain("MILVUS_TOKEN");
        error.Message.ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_released_collection_is_loaded_again()
    {
        await WriteAsync();
        _server.Release(MilvusSchema.GetCollectionName(Name));

        (await _store.SearchAsync(Name, new float[] { 1, 0 }, 1, filter: null, exact: false, default)).Single().Id.ShouldBe("a");

        _server.Requests.ShouldContain(static r => r.EndsWith("collections/load", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_missing_collection_counts_as_dropped()
    {
        _server.Fault = static context => StubMilvus.RefuseAsync(context, 100, "can't find collection");

        await _store.DropAsync(Name, default);
    }

    [Fact]
    public async Task A_server_other_than_Milvus_is_reported()
    {
        _server.Fault = static async context =>
        {
            await context.Response.WriteAsync("<html>");
            return true;
        };

        var error = await Should.ThrowAsync<PipelineException>(_store.ListAsync(default));

        error.Code.ShouldBe("store_failed");
        error.Message.ShouldContain("19530");
    }

    [Fact]
    public async Task Collections_of_other_programs_are_not_listed()
    {
        await StubMilvus.CallAsync(_server.Endpoint, "collections/create", """{"collectionName":"theirs","dimension":4}""");

        (await _store.ListAsync(default)).Select(c => c.Name).ShouldBe([Name]);
    }

    private Task WriteAsync() => _store.UpsertAsync(Name, [SampleVectors.CreateRecord("a", 1, 0)], default);

    private void FailFirst(int count, Func<HttpContext, Task<bool>> fault)
    {
        var remaining = count;
        _server.Fault = context => Interlocked.Decrement(ref remaining) >= 0 ? fault(context) : Task.FromResult(false);
    }
}
